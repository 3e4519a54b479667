import * as z from 'zod'
import { lineText, nameText } from './admin-schemas.ts'

const party = z.enum(['admin', 'user'])
const settings = z.record(z.string().max(255), z.unknown())

/** One attribute of the user profile: who sees and edits it, and how it is checked. */
export const UserProfileAttribute = z.object({
  name: nameText,
  displayName: lineText.exactOptional(),
  validations: z.record(z.string().max(255), settings).exactOptional(),
  annotations: settings.exactOptional(),
  required: z
    .object({ roles: z.array(party).exactOptional(), scopes: z.array(z.string().max(255)).exactOptional() })
    .exactOptional(),
  permissions: z.object({ view: z.array(party), edit: z.array(party) }).exactOptional(),
  selector: z.object({ scopes: z.array(z.string().max(255)) }).exactOptional(),
  group: z.string().max(255).exactOptional(),
  multivalued: z.boolean().exactOptional(),
})

/** Keycloak's UPConfig. */
export const UserProfileConfig = z.object({
  attributes: z.array(UserProfileAttribute).max(500),
  groups: z
    .array(
      z.object({
        name: nameText,
        displayHeader: lineText.exactOptional(),
        displayDescription: lineText.exactOptional(),
        annotations: settings.exactOptional(),
      }),
    )
    .max(100)
    .exactOptional(),
  unmanagedAttributePolicy: z.enum(['ENABLED', 'ADMIN_VIEW', 'ADMIN_EDIT', 'DISABLED']).exactOptional(),
})
export type UserProfileConfig = z.output<typeof UserProfileConfig>
