import * as z from 'zod'
import { idText, lineText, nameText, textConfig } from './admin-schemas.ts'
import { ConfigPropertyRepresentation } from './server-info.ts'

/** Somebody else whom the realm believes. */
export const IdentityProviderRepresentation = z.object({
  /** Its name in addresses; never changes. */
  alias: nameText.optional(),
  displayName: lineText.optional(),
  internalId: idText.optional(),
  /** Kind: `oidc`, `saml`, `github`... */
  providerId: nameText.optional(),
  enabled: z.boolean().optional(),
  trustEmail: z.boolean().optional(),
  storeToken: z.boolean().optional(),
  addReadTokenRoleOnCreate: z.boolean().optional(),
  authenticateByDefault: z.boolean().optional(),
  linkOnly: z.boolean().optional(),
  hideOnLogin: z.boolean().optional(),
  firstBrokerLoginFlowAlias: z.string().max(255).optional(),
  postBrokerLoginFlowAlias: z.string().max(255).optional(),
  organizationId: z.string().max(255).optional(),
  config: textConfig.optional(),
  /** What it may be believed about; told, not taken. */
  types: z.array(z.string()).optional(),
})
export type IdentityProviderRepresentation = z.output<typeof IdentityProviderRepresentation>

/** What becomes of a user whom an identity provider sends. */
export const IdentityProviderMapperRepresentation = z.object({
  id: idText.optional(),
  name: nameText.optional(),
  identityProviderAlias: z.string().max(255).optional(),
  /** Kind: `oidc-role-idp-mapper`... */
  identityProviderMapper: nameText.optional(),
  config: textConfig.optional(),
})
export type IdentityProviderMapperRepresentation = z.output<typeof IdentityProviderMapperRepresentation>

export const IdentityProviderMapperTypeRepresentation = z.object({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  helpText: z.string(),
  properties: z.array(ConfigPropertyRepresentation),
})

/** A kind of identity provider, with the settings that are its own. */
export const IdentityProviderFactoryRepresentation = z.object({
  id: z.string(),
  name: z.string(),
  helpText: z.string(),
  configProperties: z.array(ConfigPropertyRepresentation),
  configMetadata: z.array(ConfigPropertyRepresentation),
})

/** As whom an identity provider knows a user. */
export const FederatedIdentityRepresentation = z.object({
  identityProvider: z.string().optional(),
  userId: nameText.optional(),
  userName: nameText.optional(),
})
export type FederatedIdentityRepresentation = z.output<typeof FederatedIdentityRepresentation>
