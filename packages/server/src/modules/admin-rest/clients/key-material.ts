import type { KeyObject } from 'node:crypto'
import { readKeySet } from '../../../oauth/read-key-set.ts'

/** What is known of a client's key: one of a certificate, a bare public key, or a key set. Base64 of DER, or PEM. */
export interface KeyMaterial {
  readonly certificate?: string
  readonly publicKey?: string
  readonly kid?: string
  readonly jwks?: string
}

type Attributes = Readonly<Record<string, string>>

/** The key that a client's attributes hold under a prefix (`jwt.credential`), as Keycloak describes it. */
export function describeKeyMaterial(attributes: Attributes, prefix: string): KeyMaterial {
  const jwks = attributes['jwks.string']
  if (prefix === 'jwt.credential' && attributes['use.jwks.string'] === 'true' && jwks) return describeKeySet(jwks)
  const certificate = attributes[`${prefix}.certificate`]
  const publicKey = attributes[`${prefix}.public.key`]
  const kid = attributes[`${prefix}.kid`]
  return {
    ...(certificate ? { certificate } : {}),
    ...(publicKey ? { publicKey } : {}),
    ...(kid ? { kid } : {}),
  }
}

/** The attributes with another key in place of whatever was there: of several, which one counts would be a guess. */
export function withKeyMaterial(attributes: Attributes, prefix: string, material: KeyMaterial): Record<string, string> {
  const { certificate, publicKey, kid, jwks } = material
  const replaced = new Set([`${prefix}.certificate`, `${prefix}.public.key`, `${prefix}.private.key`, `${prefix}.kid`])
  if (prefix === 'jwt.credential') {
    for (const name of ['jwks.string', 'use.jwks.string', 'jwks.url', 'use.jwks.url']) replaced.add(name)
  }
  return {
    ...Object.fromEntries(Object.entries(attributes).filter(([name]) => !replaced.has(name))),
    ...(jwks === undefined ? {} : { 'use.jwks.string': 'true', 'jwks.string': jwks }),
    ...(jwks === undefined && certificate ? { [`${prefix}.certificate`]: certificate } : {}),
    ...(jwks === undefined && publicKey ? { [`${prefix}.public.key`]: publicKey } : {}),
    ...(jwks === undefined && kid ? { [`${prefix}.kid`]: kid } : {}),
  }
}

/** A key set, told by its first key for signatures. */
export function describeKeySet(jwks: string): KeyMaterial {
  const first = readKeySet(jwks)?.find(({ use }) => use !== 'enc')
  return {
    ...(first ? { publicKey: toBase64(first.key) } : {}),
    ...(first?.kid === undefined ? {} : { kid: first.kid }),
    jwks,
  }
}

export function toBase64(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
}
