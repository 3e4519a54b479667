import * as z from 'zod'
import { anyContent, endpoint, noContent, queryBoolean } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { ignoredBody } from './admin-schemas.ts'
import { managementRoleNames, manageRealm } from './permissions.ts'

const base = '/admin/realms/{realm}/localization'
const ofLocale = `${base}/{locale}` as const
const ofKey = `${ofLocale}/{key}` as const

/** Texts by their keys. */
export const LocalizationTexts = z.record(z.string(), z.string())

/** Every administrator reads what people of the realm read. */
const read = { family: 'admin', tag: 'Localization', permission: managementRoleNames } as const
const write = { family: 'admin', tag: 'Localization', permission: manageRealm } as const

export const listLocalizedLocales = endpoint({
  ...read,
  method: 'GET',
  path: base,
  summary: 'List the languages that a realm has texts of its own in',
  responses: { 200: z.array(z.string()), ...adminErrors },
})

export const getLocalizationTexts = endpoint({
  ...read,
  method: 'GET',
  path: ofLocale,
  summary: 'Get the own texts of a realm in a language',
  query: {
    /** Those of the realm's default language where there is none in this one. */
    useRealmDefaultLocaleFallback: queryBoolean.optional(),
  },
  responses: { 200: LocalizationTexts, ...adminErrors },
})

/** A JSON object of texts, or a form (multipart/form-data) with such a document as `file`. */
export const addLocalizationTexts = endpoint({
  ...write,
  method: 'POST',
  path: ofLocale,
  summary: 'Add texts in a language; those of the same keys are replaced',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  responses: { 204: noContent, ...adminErrors },
})

export const deleteLocalizationTexts = endpoint({
  ...write,
  method: 'DELETE',
  path: ofLocale,
  summary: 'Remove all own texts in a language',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
})

/** The answer is the text itself (text/plain). */
export const getLocalizationText = endpoint({
  ...read,
  method: 'GET',
  path: ofKey,
  summary: 'Get an own text',
  responses: { 200: anyContent, ...adminErrors },
})

/** The body is the text itself (text/plain). */
export const setLocalizationText = endpoint({
  ...write,
  method: 'PUT',
  path: ofKey,
  summary: 'Set an own text',
  bodyKind: 'binary',
  body: z.instanceof(Uint8Array),
  responses: { 204: noContent, ...adminErrors },
})

export const deleteLocalizationText = endpoint({
  ...write,
  method: 'DELETE',
  path: ofKey,
  summary: 'Remove an own text',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
})
