import * as z from 'zod'
import { lineText, nameText } from './admin-schemas.ts'

const party = z.enum(['admin', 'user'])
const settings = z.record(z.string().max(255), z.unknown())

/** One attribute of the user profile: who sees and edits it, and how it is checked. */
export const UserProfileAttribute = z.object({
  name: nameText,
  displayName: lineText.optional(),
  validations: z.record(z.string().max(255), settings).optional(),
  annotations: settings.optional(),
  required: z.object({ roles: z.array(party).optional(), scopes: z.array(z.string().max(255)).optional() }).optional(),
  permissions: z.object({ view: z.array(party), edit: z.array(party) }).optional(),
  selector: z.object({ scopes: z.array(z.string().max(255)) }).optional(),
  group: z.string().max(255).optional(),
  multivalued: z.boolean().optional(),
})

/** Keycloak's UPConfig. */
export const UserProfileConfig = z.object({
  attributes: z.array(UserProfileAttribute).max(500),
  groups: z
    .array(
      z.object({
        name: nameText,
        displayHeader: lineText.optional(),
        displayDescription: lineText.optional(),
        annotations: settings.optional(),
      }),
    )
    .max(100)
    .optional(),
  unmanagedAttributePolicy: z.enum(['ENABLED', 'ADMIN_VIEW', 'ADMIN_EDIT', 'DISABLED']).optional(),
})
export type UserProfileConfig = z.output<typeof UserProfileConfig>
