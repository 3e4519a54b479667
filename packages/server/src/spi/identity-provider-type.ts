import type { RealmSettings } from '../model/realm/realm-settings.ts'
import type { ConfigProperty } from './config-property.ts'

/** What a realm may believe an identity provider about (Keycloak's names), in the order in which they are told. */
export const identityProviderPurposes = [
  'USER_AUTHENTICATION',
  'CLIENT_ASSERTION',
  'TRUST_MATERIAL',
  'EXCHANGE_EXTERNAL_TOKEN',
  'JWT_AUTHORIZATION_GRANT',
] as const
export type IdentityProviderPurpose = (typeof identityProviderPurposes)[number]

export type IdentityProviderConfig = Readonly<Record<string, string>>

/** A kind of identity provider, under Keycloak's id: `oidc`, `saml`, `github`... */
export interface IdentityProviderType {
  readonly id: string
  readonly displayName: string
  /** One particular service rather than a protocol. */
  readonly isSocial: boolean
  readonly purposes: readonly IdentityProviderPurpose[]
  /** Settings of this kind alone, that consoles build a form from; those of its protocol go without saying. */
  readonly config: readonly ConfigProperty[]
  /** The settings to store, in clear. Throws InvalidInput for what is not acceptable. Absent: anything is. */
  prepare?(config: IdentityProviderConfig, realm: Pick<RealmSettings, 'sslRequired'>): IdentityProviderConfig
  /** Settings from what the provider publishes of itself. Throws InvalidInput for something else. Absent: none. */
  readMetadata?(document: string): IdentityProviderConfig
}

/** A kind of mapper: what becomes of a user whom an identity provider sends. */
export interface IdentityProviderMapperType {
  readonly id: string
  readonly displayName: string
  readonly category: string
  readonly helpText: string
  readonly config: readonly ConfigProperty[]
  /** Is it of use with this kind of identity provider? */
  fits(type: IdentityProviderType): boolean
}
