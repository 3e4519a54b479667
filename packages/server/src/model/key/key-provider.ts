import { isSignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import type { ComponentConfig } from '../component/component.ts'
import { configValue } from '../component/component.ts'

/** Keycloak's kinds of keys that a realm makes itself or is given. */
export type KeyProviderId =
  | 'rsa-generated'
  | 'rsa-enc-generated'
  | 'rsa'
  | 'rsa-enc'
  | 'ecdsa-generated'
  | 'ecdh-generated'
  | 'eddsa-generated'
  | 'hmac-generated'
  | 'aes-generated'
  | 'java-keystore'

interface KeyProvider {
  readonly use: 'SIG' | 'ENC'
  readonly kind: 'RSA' | 'EC' | 'OKP' | 'OCT'
  /** Names under which Keycloak keeps the key in the component. */
  readonly privateKeyName: string
  readonly defaultAlgorithm: string
}

const providers: Readonly<Record<KeyProviderId, KeyProvider>> = {
  'rsa-generated': { use: 'SIG', kind: 'RSA', privateKeyName: 'privateKey', defaultAlgorithm: 'RS256' },
  'rsa-enc-generated': { use: 'ENC', kind: 'RSA', privateKeyName: 'privateKey', defaultAlgorithm: 'RSA-OAEP' },
  rsa: { use: 'SIG', kind: 'RSA', privateKeyName: 'privateKey', defaultAlgorithm: 'RS256' },
  'rsa-enc': { use: 'ENC', kind: 'RSA', privateKeyName: 'privateKey', defaultAlgorithm: 'RSA-OAEP' },
  'ecdsa-generated': { use: 'SIG', kind: 'EC', privateKeyName: 'ecdsaPrivateKey', defaultAlgorithm: 'ES256' },
  'ecdh-generated': { use: 'ENC', kind: 'EC', privateKeyName: 'ecdhPrivateKey', defaultAlgorithm: 'ECDH-ES' },
  'eddsa-generated': { use: 'SIG', kind: 'OKP', privateKeyName: 'eddsaPrivateKey', defaultAlgorithm: 'EdDSA' },
  'hmac-generated': { use: 'SIG', kind: 'OCT', privateKeyName: 'secret', defaultAlgorithm: 'HS512' },
  'aes-generated': { use: 'ENC', kind: 'OCT', privateKeyName: 'secret', defaultAlgorithm: 'AES' },
  // What its key is depends on the algorithm that it is for.
  'java-keystore': { use: 'SIG', kind: 'RSA', privateKeyName: 'privateKey', defaultAlgorithm: 'RS256' },
}

export function isKeyProviderId(text: string): text is KeyProviderId {
  return Object.hasOwn(providers, text)
}

export function keyProvider(id: KeyProviderId, config: ComponentConfig): KeyProvider {
  const provider = providers[id]
  if (id !== 'java-keystore') return provider
  const algorithm = keyAlgorithm(id, config)
  const kind = kindOfAlgorithm(algorithm)
  const use = isSignatureAlgorithm(algorithm) ? 'SIG' : 'ENC'
  return { ...provider, use, kind, privateKeyName: kind === 'OCT' ? 'secret' : provider.privateKeyName }
}

/** The kind of key that an algorithm needs (RFC 7518, section 6.1; RFC 8037). */
function kindOfAlgorithm(algorithm: string): KeyProvider['kind'] {
  if (algorithm.startsWith('ES') || algorithm.startsWith('ECDH-')) return 'EC'
  if (algorithm.startsWith('HS') || algorithm === 'AES') return 'OCT'
  return algorithm === 'EdDSA' ? 'OKP' : 'RSA'
}

const algorithmOfCurve: Readonly<Record<string, string>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }

/** The one algorithm that a key of this provider and configuration is for. */
export function keyAlgorithm(id: KeyProviderId, config: ComponentConfig): string {
  const provider = providers[id]
  if (id === 'java-keystore') return configValue(config, 'algorithm') ?? provider.defaultAlgorithm
  if (id === 'ecdh-generated') return configValue(config, 'ecdhAlgorithm') ?? provider.defaultAlgorithm
  if (provider.kind === 'EC') {
    return algorithmOfCurve[configValue(config, 'ecdsaEllipticCurveKey') ?? 'P-256'] ?? provider.defaultAlgorithm
  }
  if (provider.kind === 'OKP' || id === 'aes-generated') return provider.defaultAlgorithm
  return configValue(config, 'algorithm') ?? provider.defaultAlgorithm
}
