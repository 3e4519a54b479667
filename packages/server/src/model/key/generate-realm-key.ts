import type { KeyObject } from 'node:crypto'
import {
  computeThumbprint,
  type EllipticCurve,
  exportKey,
  generateEcKeyPair,
  generateEd25519KeyPair,
  generateRsaKeyPair,
  generateSecretKey,
  type KeyPair,
  type RsaBits,
} from '../../crypto/keys.ts'
import { createSelfSignedCertificate } from '../../crypto/x509.ts'
import type { Clock } from '../../kernel/clock.ts'
import { InvalidInput } from '../../kernel/error.ts'
import type { Random } from '../../kernel/random.ts'
import { type ComponentConfig, configValue } from '../component/component.ts'
import { type KeyProviderId, keyProvider } from './key-provider.ts'

/** A key that is ready to be stored by `insertKeys`; its secrets are in clear. */
export interface GeneratedKey {
  readonly providerId: KeyProviderId
  readonly name: string
  readonly config: ComponentConfig
}

export interface KeyEnvironment {
  readonly clock: Clock
  readonly random: Random
}

export interface KeyRequest {
  readonly providerId: KeyProviderId
  readonly name: string
  /** Keycloak's settings: priority, active, enabled, algorithm, keySize, secretSize, ecdsaEllipticCurveKey, ecdhEllipticCurveKey. */
  readonly config?: ComponentConfig
  /** Name in the certificate: the realm's. */
  readonly commonName: string
}

/**
 * Makes a key. Takes up to seconds for RSA (in the thread pool), so it must run before a transaction opens. Throws
 * InvalidInput for a size or curve that is not offered.
 */
export async function generateRealmKey(request: KeyRequest, environment: KeyEnvironment): Promise<GeneratedKey> {
  const { providerId, name } = request
  const { config = {} } = request
  const { kind, privateKeyName } = keyProvider(providerId, config)
  if (kind === 'OCT') {
    const secret = generateSecretKey(environment.random, secretBytes(providerId, config))
    const kid = environment.random.token(128)
    return { providerId, name, config: { ...config, kid: [kid], secret: [exportKey(secret)] } }
  }
  const pair = await generatePair(providerId, config)
  const certificate =
    kind === 'RSA' || configValue(config, 'ecGenerateCertificate') === 'true'
      ? await createSelfSignedCertificate({
          keyPair: pair,
          commonName: request.commonName,
          now: environment.clock.now(),
          random: environment.random,
        })
      : undefined
  return {
    providerId,
    name,
    config: {
      ...config,
      kid: [computeThumbprint(pair.publicKey)],
      [privateKeyName]: [exportKey(pair.privateKey)],
      ...(certificate !== undefined && { certificate: [certificate] }),
      ...publicPart(providerId, pair.publicKey),
    },
  }
}

/** Keycloak's names of the settings of elliptic keys. */
const ellipticSettings: Partial<Record<KeyProviderId, { readonly curve: string; readonly publicKey: string }>> = {
  'ecdsa-generated': { curve: 'ecdsaEllipticCurveKey', publicKey: 'ecdsaPublicKey' },
  'ecdh-generated': { curve: 'ecdhEllipticCurveKey', publicKey: 'ecdhPublicKey' },
  'eddsa-generated': { curve: 'eddsaEllipticCurveKey', publicKey: 'eddsaPublicKey' },
}

function publicPart(providerId: KeyProviderId, key: KeyObject): ComponentConfig {
  const name = ellipticSettings[providerId]?.publicKey
  return name === undefined ? {} : { [name]: [key.export({ type: 'spki', format: 'der' }).toString('base64')] }
}

function generatePair(providerId: KeyProviderId, config: ComponentConfig): Promise<KeyPair> {
  const { kind } = keyProvider(providerId, config)
  if (kind === 'RSA') return generateRsaKeyPair(rsaBits(configValue(config, 'keySize') ?? '2048'))
  const setting = ellipticSettings[providerId]?.curve ?? ''
  if (kind === 'EC') return generateEcKeyPair(curve(setting, configValue(config, setting) ?? 'P-256'))
  const name = configValue(config, 'eddsaEllipticCurveKey') ?? 'Ed25519'
  if (name !== 'Ed25519') throw new InvalidInput('eddsaEllipticCurveKey', 'error-invalid-value', [name])
  return generateEd25519KeyPair()
}

function rsaBits(text: string): RsaBits {
  const bits = Number(text)
  if (bits === 2048 || bits === 3072 || bits === 4096) return bits
  throw new InvalidInput('keySize', 'error-invalid-value', [text])
}

function curve(setting: string, text: string): EllipticCurve {
  if (text === 'P-256' || text === 'P-384' || text === 'P-521') return text
  throw new InvalidInput(setting, 'error-invalid-value', [text])
}

/** Keycloak's sizes: 128 bytes for HMAC, 16 for AES. */
function secretBytes(providerId: KeyProviderId, config: ComponentConfig): number {
  const offered = providerId === 'aes-generated' ? [16, 24, 32] : [32, 64, 128, 256, 512]
  const standard = providerId === 'aes-generated' ? 16 : 128
  const bytes = Number(configValue(config, 'secretSize') ?? standard)
  if (!offered.includes(bytes)) throw new InvalidInput('secretSize', 'error-invalid-value', [bytes])
  return bytes
}

/**
 * The keys of a new realm: Keycloak's four, and an ES256 key that waits to be chosen as the realm's default algorithm.
 */
export function generateDefaultKeys(realmName: string, environment: KeyEnvironment): Promise<readonly GeneratedKey[]> {
  const requests: readonly Omit<KeyRequest, 'commonName'>[] = [
    { providerId: 'rsa-generated', name: 'rsa-generated' },
    { providerId: 'rsa-enc-generated', name: 'rsa-enc-generated', config: { algorithm: ['RSA-OAEP'] } },
    { providerId: 'hmac-generated', name: 'hmac-generated-hs512', config: { algorithm: ['HS512'] } },
    { providerId: 'aes-generated', name: 'aes-generated' },
    { providerId: 'ecdsa-generated', name: 'ecdsa-generated', config: { ecdsaEllipticCurveKey: ['P-256'] } },
  ]
  return Promise.all(
    requests.map(({ config, ...request }) =>
      generateRealmKey({ ...request, config: { priority: ['100'], ...config }, commonName: realmName }, environment),
    ),
  )
}
