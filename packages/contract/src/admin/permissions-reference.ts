import * as z from 'zod'
import { ErrorRepresentation } from './admin-errors.ts'

export const PermissionsReference = z.object({
  enabled: z.boolean().optional(),
  resource: z.string().optional(),
  scopePermissions: z.record(z.string(), z.string()).optional(),
})

/** The first generation of fine-grained permissions, which Keycloak replaced: it answers like this too. */
export const notEnabled = { 501: ErrorRepresentation }
