import * as z from 'zod'
import { endpoint, queryInteger } from '../endpoint.ts'
import { adminErrors, conflictError } from './admin-errors.ts'
import { requestBody } from './admin-schemas.ts'
import { ImportedUser } from './imported-user.ts'
import { managementRoleNames } from './permissions.ts'
import { RealmContentRepresentation } from './realm-content.ts'
import { ImportReport, largestFile } from './realms.ts'

const common = { family: 'admin', tag: 'Realms', permission: managementRoleNames } as const

export const exportRealm = endpoint({
  ...common,
  method: 'GET',
  path: '/admin/realms/{realm}/ztrust/export',
  summary: 'Get a whole realm as a file, with its keys and secrets, without users; for who holds every right there',
  responses: { 200: RealmContentRepresentation, ...adminErrors },
})

export const mergeRealm = endpoint({
  ...common,
  method: 'PUT',
  path: '/admin/realms/{realm}/ztrust/content',
  summary: 'Bring a realm to what a file says, all or nothing: what the file names is made or changed, all else stays',
  body: requestBody(RealmContentRepresentation),
  bodyLimit: largestFile,
  responses: { 200: ImportReport, ...adminErrors, ...conflictError },
})

export const UserExportRepresentation = z.object({
  users: z.array(ImportedUser),
  /** Where the next page begins; absent at the end. */
  next: z.string().optional(),
})
export type UserExportRepresentation = z.output<typeof UserExportRepresentation>

export const exportUsers = endpoint({
  ...common,
  method: 'GET',
  path: '/admin/realms/{realm}/ztrust/user-export',
  summary: 'Get users as files have them, with their hashed credentials; for who holds every right in the realm',
  query: { after: z.string().max(255).optional(), max: queryInteger.optional() },
  responses: { 200: UserExportRepresentation, ...adminErrors },
})
