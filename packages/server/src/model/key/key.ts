import type { KeyObject } from 'node:crypto'

/** A key of a realm, ready for use. Stored as a component of Keycloak's type `org.keycloak.keys.KeyProvider`. */
export interface RealmKey {
  /** Id of the component it comes from. */
  readonly providerId: string
  readonly kid: string
  readonly use: 'SIG' | 'ENC'
  /** RS256, RSA-OAEP, HS512, AES, ES256... */
  readonly algorithm: string
  readonly type: 'RSA' | 'EC' | 'OKP' | 'OCT'
  readonly priority: number
  /** Active keys sign, passive ones only verify. */
  readonly status: 'ACTIVE' | 'PASSIVE' | 'DISABLED'
  readonly privateKey?: KeyObject
  readonly publicKey?: KeyObject
  readonly secret?: KeyObject
  /** DER in base64, for JWKS `x5c`. */
  readonly certificate?: string
  /** Public JWK as published, with kid, use and alg. */
  readonly publicJwk?: Readonly<Record<string, unknown>>
}
