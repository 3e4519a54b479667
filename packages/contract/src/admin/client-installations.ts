import * as z from 'zod'
import { anyContent, endpoint } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { viewClients } from './permissions.ts'

/** A file that installs a client in an application, as server info describes it. */
export const ClientInstallationRepresentation = z.object({
  id: z.string(),
  protocol: z.string(),
  downloadOnly: z.boolean(),
  displayType: z.string(),
  helpText: z.string(),
  filename: z.string(),
  mediaType: z.string(),
})
export type ClientInstallationRepresentation = z.output<typeof ClientInstallationRepresentation>

export const getClientInstallation = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/clients/{id}/installation/providers/{provider}',
  family: 'admin',
  tag: 'Clients',
  summary: 'Get the file that installs a client in an application, with its secret in it',
  responses: { 200: anyContent, ...adminErrors },
  permission: viewClients,
})
