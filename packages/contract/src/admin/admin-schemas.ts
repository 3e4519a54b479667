import * as z from 'zod'

/** Control, bidirectional-override and zero-width characters never stand in a name that somebody else will read. */
const deceptive = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u

/** A name of something: 1 to 255 characters, none of them deceptive. */
export const nameText = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !deceptive.test(text) && text.trim() !== '', 'error-invalid-value')

/** One line that people read; may be empty. */
export const lineText = z
  .string()
  .max(255)
  .refine((text) => !deceptive.test(text), 'error-invalid-value')

/** Free text of any kind: descriptions, HTML display names, URLs. */
export const longText = z.string().max(4000)

/** The id of a row: a UUID here, but Keycloak never promised that, so any short text. */
export const idText = z.string().min(1).max(255)

/** Attributes with several values. A single text stands for a list of one, as Keycloak reads it. */
export const multiAttributes = z.record(
  z.string().min(1).max(255),
  z.union([
    z.array(z.string().max(100_000)).max(1000),
    z
      .string()
      .max(100_000)
      .transform((text) => [text]),
  ]),
)

/** Attributes with one value; null removes the attribute on an update. */
export const textAttributes = z.record(z.string().min(1).max(255), z.string().max(100_000).nullable())

/** Configuration of mappers and the like: Keycloak's texts, read leniently from the booleans and numbers people send. */
export const textConfig = z.record(
  z.string().min(1).max(255),
  z.union([z.string().max(100_000), z.union([z.boolean(), z.number()]).transform(String)]).nullable(),
)

/** What the caller may do with the thing: `view`, `configure`, `manage`... */
export const access = z.record(z.string(), z.boolean())

/** Seconds, milliseconds or counts that realms and clients hold. */
export const wholeNumber = z.number().int().min(-1).max(2_147_483_647)

/** Bodies that some clients send where none is meant (`{}` with DELETE and PUT): read and forgotten. */
export const ignoredBody = z.unknown().optional()

/** A query parameter that may stand several times. */
export const queryList = z.union([
  z.array(z.string().max(255)).max(100),
  z
    .string()
    .max(255)
    .transform((text) => [text]),
])

export const queryText = z.string().max(1000)

/** Below these keys null means "remove", elsewhere it means "not said". */
const keepsNull = new Set(['attributes', 'config', 'authenticationFlowBindingOverrides', 'smtpServer'])

/** A request body in which null counts as absent, as Keycloak's Java clients write it. */
export function requestBody<Schema extends z.ZodType>(schema: Schema): z.ZodType<z.output<Schema>, z.input<Schema>> {
  return z.preprocess<unknown, Schema, z.input<Schema>>(dropNulls, schema)
}

function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null)
      .map(([key, entry]) => [key, keepsNull.has(key) ? entry : dropNulls(entry)]),
  )
}
