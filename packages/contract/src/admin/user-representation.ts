import * as z from 'zod'
import { access, idText, lineText, longText, multiAttributes } from './admin-schemas.ts'

export const CredentialRepresentation = z.object({
  id: idText.optional(),
  type: z.string().max(255).optional(),
  userLabel: lineText.optional(),
  createdDate: z.number().optional(),
  priority: z.number().int().optional(),
  /** The new password, on the way in only. */
  value: z.string().max(4096).optional(),
  /** True: the user has to choose another one at the next sign-in. */
  temporary: z.boolean().optional(),
  /** JSON text of what is public about the credential (algorithm, iterations). */
  credentialData: longText.optional(),
})
export type CredentialRepresentation = z.output<typeof CredentialRepresentation>

export const UserProfileAttributeMetadata = z.object({
  name: z.string(),
  displayName: z.string().optional(),
  required: z.boolean(),
  readOnly: z.boolean(),
  group: z.string().optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
  validators: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  multivalued: z.boolean().optional(),
})
export const UserProfileMetadata = z.object({
  attributes: z.array(UserProfileAttributeMetadata),
  groups: z.array(
    z.object({
      name: z.string(),
      displayHeader: z.string().optional(),
      displayDescription: z.string().optional(),
      annotations: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
})
export type UserProfileMetadata = z.output<typeof UserProfileMetadata>

export const UserRepresentation = z.object({
  id: idText.optional(),
  username: z.string().max(255).optional(),
  firstName: z.string().max(255).optional(),
  lastName: z.string().max(255).optional(),
  email: z.string().max(255).optional(),
  emailVerified: z.boolean().optional(),
  attributes: multiAttributes.optional(),
  userProfileMetadata: UserProfileMetadata.optional(),
  enabled: z.boolean().optional(),
  createdTimestamp: z.number().optional(),
  totp: z.boolean().optional(),
  federationLink: z.string().optional(),
  serviceAccountClientId: z.string().optional(),
  credentials: z.array(CredentialRepresentation).max(100).optional(),
  disableableCredentialTypes: z.array(z.string()).optional(),
  requiredActions: z.array(z.string().max(255)).max(100).optional(),
  /** Paths of groups to join on creation: `/sales/north`. */
  groups: z.array(z.string().max(4000)).max(1000).optional(),
  notBefore: z.number().int().optional(),
  access: access.optional(),
  /** Ours: address of the profile photo, on the way out of a single user that has one. */
  photoUrl: z.string().optional(),
})
export type UserRepresentation = z.output<typeof UserRepresentation>
