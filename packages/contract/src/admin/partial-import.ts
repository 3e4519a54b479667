import * as z from 'zod'
import { endpoint, queryBoolean } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { ignoredBody, requestBody } from './admin-schemas.ts'
import { LeftOut } from './imported-user.ts'
import { manageRealm } from './permissions.ts'
import { RealmContentRepresentation } from './realm-content.ts'
import { largestFile } from './realms.ts'

const tag = 'Realms'

export const PartialImportRepresentation = RealmContentRepresentation.pick({
  users: true,
  groups: true,
  clients: true,
  identityProviders: true,
  identityProviderMappers: true,
  roles: true,
}).extend({ ifResourceExists: z.enum(['FAIL', 'SKIP', 'OVERWRITE']).optional() })
export type PartialImportRepresentation = z.output<typeof PartialImportRepresentation>

const PartialImportResult = z.object({
  action: z.enum(['ADDED', 'SKIPPED', 'OVERWRITTEN']),
  resourceType: z.enum(['USER', 'GROUP', 'CLIENT', 'IDP', 'IDP_MAPPER', 'REALM_ROLE', 'CLIENT_ROLE']),
  resourceName: z.string(),
  /** Of a client role: the client's id. */
  id: z.string().optional(),
})
export type PartialImportResult = z.output<typeof PartialImportResult>

export const PartialImportResults = z.object({
  overwritten: z.number(),
  added: z.number(),
  skipped: z.number(),
  results: z.array(PartialImportResult),
  /** Ours, only when there is any: what had no place. */
  leftOut: z.array(LeftOut).optional(),
})
export type PartialImportResults = z.output<typeof PartialImportResults>

export const partialImport = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/partialImport',
  family: 'admin',
  tag,
  summary: 'Put parts of a file into a realm, all or nothing',
  body: requestBody(PartialImportRepresentation),
  bodyLimit: largestFile,
  responses: {
    200: PartialImportResults,
    ...adminErrors,
    ...conflictError,
    412: z.object({ errorMessage: z.string() }),
  },
  permission: manageRealm,
})

export const partialExport = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/partial-export',
  family: 'admin',
  tag,
  summary: 'Get a realm as a file, without users and with secrets masked',
  query: { exportClients: queryBoolean.optional(), exportGroupsAndRoles: queryBoolean.optional() },
  body: ignoredBody,
  responses: { 200: RealmContentRepresentation, ...adminErrors },
  permission: manageRealm,
})
