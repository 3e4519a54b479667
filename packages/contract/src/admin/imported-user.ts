import * as z from 'zod'

import { CredentialRepresentation, UserRepresentation } from './user-representation.ts'

/** A credential in a file: in clear (`value`), or hashed as Keycloak exports it. */
export const ImportedCredential = CredentialRepresentation.extend({
  credentialData: z.string().max(100_000).optional(),
  /** JSON text: hash and salt of a password, secret of a one-time password. */
  secretData: z.string().max(100_000).optional(),
  /** Before Keycloak 8 these stood beside each other. */
  hashedSaltedValue: z.string().max(4096).optional(),
  salt: z.string().max(4096).optional(),
  hashIterations: z.number().int().optional(),
  algorithm: z.string().max(64).optional(),
})
export type ImportedCredential = z.output<typeof ImportedCredential>

const FederatedIdentity = z.object({
  identityProvider: z.string().max(255).optional(),
  userId: z.string().max(255).optional(),
  userName: z.string().max(255).optional(),
})

const UserConsent = z.object({
  clientId: z.string().max(255).optional(),
  grantedClientScopes: z.array(z.string().max(255)).max(500).optional(),
  createdDate: z.number().optional(),
  lastUpdatedDate: z.number().optional(),
})

/** A user with all that belongs to it, as exports have it. */
export const ImportedUser = UserRepresentation.extend({
  credentials: z.array(ImportedCredential).max(100).optional(),
  realmRoles: z.array(z.string().max(255)).max(10_000).optional(),
  clientRoles: z.record(z.string().max(255), z.array(z.string().max(255)).max(10_000)).optional(),
  federatedIdentities: z.array(FederatedIdentity).max(100).optional(),
  clientConsents: z.array(UserConsent).max(1000).optional(),
})
export type ImportedUser = z.output<typeof ImportedUser>

/** Something of a file that this server has no place for; nothing is left out without a word. */
export const LeftOut = z.object({
  /** Where it stood: `users/alice`, `components/org.keycloak.storage.UserStorageProvider/ldap`. */
  what: z.string(),
  reason: z.string(),
})
export type LeftOut = z.output<typeof LeftOut>
