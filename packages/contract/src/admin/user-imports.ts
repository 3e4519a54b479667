import * as z from 'zod'
import { endpoint, noContent, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { ignoredBody, requestBody } from './admin-schemas.ts'
import { manageUsers } from './permissions.ts'

const base = '/admin/realms/{realm}/ztrust/user-imports'
const one = `${base}/{id}` as const
const common = { family: 'admin', tag: 'User imports', permission: manageUsers } as const

/** Bytes of one part of the file; a file has as many parts as it needs. */
export const largestPart = 4 * 1_048_576

export const UserImportRepresentation = z.object({
  id: z.string(),
  /** `receiving`: waits for the file; `waiting` and `running`: its users are made; the others are ends. */
  state: z.enum(['receiving', 'waiting', 'running', 'done', 'failed', 'cancelled']),
  /** As the file has them: ids, roles and groups, no defaults, no check of profile and password. */
  exact: z.boolean(),
  /** The first row that is refused ends the import; the realm goes with it. */
  wholeRealm: z.boolean(),
  received: z.number(),
  imported: z.number(),
  refused: z.number(),
  createdAt: z.number(),
  finishedAt: z.number().optional(),
})
export type UserImportRepresentation = z.output<typeof UserImportRepresentation>

export const UserImportRefusal = z.object({
  /** Counted from 1, over all parts. */
  row: z.number(),
  username: z.string().optional(),
  reason: z.string(),
})
export type UserImportRefusal = z.output<typeof UserImportRefusal>

export const UserImportInput = z.object({
  exact: z.boolean().optional(),
  /** Of a realm that is not enabled: it is enabled or not when all is done, and removed when it fails. */
  wholeRealm: z.object({ enabled: z.boolean() }).optional(),
})
export type UserImportInput = z.output<typeof UserImportInput>

export const createUserImport = endpoint({
  ...common,
  method: 'POST',
  path: base,
  summary: 'Begin an import of users',
  body: requestBody(UserImportInput.optional()),
  responses: { 201: UserImportRepresentation, ...adminErrors },
})

export const listUserImports = endpoint({
  ...common,
  method: 'GET',
  path: base,
  summary: 'List imports of users, the newest first',
  query: { first: queryInteger.optional(), max: queryInteger.optional() },
  responses: { 200: z.array(UserImportRepresentation), ...adminErrors },
})

export const addToUserImport = endpoint({
  ...common,
  method: 'POST',
  path: `${one}/rows`,
  summary:
    'Add users to an import: lines of JSON, or a JSON array. `first` says how many came before, so that a part that is sent twice counts once',
  bodyKind: 'binary',
  bodyLimit: largestPart,
  query: { first: queryInteger.optional() },
  responses: { 200: UserImportRepresentation, ...adminErrors, ...conflictError },
})

export const startUserImport = endpoint({
  ...common,
  method: 'POST',
  path: `${one}/start`,
  summary: 'The file is complete: make its users, in a job',
  body: ignoredBody,
  responses: { 200: UserImportRepresentation, ...adminErrors, ...conflictError },
})

export const getUserImport = endpoint({
  ...common,
  method: 'GET',
  path: one,
  summary: 'How far an import of users is',
  responses: { 200: UserImportRepresentation, ...adminErrors },
})

export const listUserImportRefusals = endpoint({
  ...common,
  method: 'GET',
  path: `${one}/refusals`,
  summary: 'List the rows that were refused or lost something, and why',
  query: { first: queryInteger.optional(), max: queryInteger.optional() },
  responses: { 200: z.array(UserImportRefusal), ...adminErrors },
})

export const cancelUserImport = endpoint({
  ...common,
  method: 'DELETE',
  path: one,
  summary: 'Stop an import of users; who was made stays',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors, ...conflictError },
})
