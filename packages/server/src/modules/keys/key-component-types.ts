import { keyProviderType } from '../../model/component/component.ts'
import type { KeyProviderId } from '../../model/key/key-provider.ts'
import type { ComponentType } from '../../spi/component-type.ts'
import type { ConfigProperty } from '../../spi/config-property.ts'
import {
  algorithmProperty,
  certificateProperty,
  commonProperties,
  curveProperty,
  importedProperties,
  keyStoreProperties,
  rotationProperty,
  rsaEncryptions,
  rsaSignatures,
  rsaSizeProperty,
  secretSizeProperty,
} from './key-properties.ts'
import { nextRotation } from './key-rotation.ts'
import { prepareGeneratedKey } from './prepare-generated-key.ts'
import { prepareImportedKey } from './prepare-imported-key.ts'
import { prepareKeyStoreKey } from './prepare-key-store-key.ts'

const curves = ['P-256', 'P-384', 'P-521'] as const
const agreements = ['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'] as const

/** What a key out of a store may be for. */
const storedAlgorithms = [
  'AES',
  'EdDSA',
  ...['ES256', 'ES384', 'ES512', 'HS256', 'HS384', 'HS512'],
  ...rsaSignatures,
  ...rsaEncryptions,
  ...agreements,
]

function generated(id: KeyProviderId, helpText: string, own: readonly ConfigProperty[]): ComponentType {
  const config = [...commonProperties, rotationProperty, ...own]
  return {
    providerType: keyProviderType,
    id,
    helpText,
    config,
    prepare: (change) => prepareGeneratedKey(id, own, change),
    dueAt: nextRotation,
  }
}

function imported(id: KeyProviderId, helpText: string, algorithm: ConfigProperty): ComponentType {
  return {
    providerType: keyProviderType,
    id,
    helpText,
    config: [...commonProperties, ...importedProperties, algorithm],
    prepare: (change) => prepareImportedKey(id, change),
  }
}

/** Kinds of keys that a realm may have, under Keycloak's ids. */
export const keyComponentTypes: readonly ComponentType[] = [
  generated('rsa-generated', 'Generates RSA signature keys and creates a self-signed certificate', [
    rsaSizeProperty,
    algorithmProperty('RS256', rsaSignatures),
  ]),
  generated('rsa-enc-generated', 'Generates RSA keys for key encryption and creates a self-signed certificate', [
    rsaSizeProperty,
    algorithmProperty('RSA-OAEP', rsaEncryptions),
  ]),
  generated('ecdsa-generated', 'Generates ECDSA keys', [
    certificateProperty,
    curveProperty('ecdsaEllipticCurveKey', curves, 'ECDSA'),
  ]),
  generated('ecdh-generated', 'Generates ECDH keys', [
    certificateProperty,
    curveProperty('ecdhEllipticCurveKey', curves, 'ECDH'),
    { ...algorithmProperty('ECDH-ES', agreements), name: 'ecdhAlgorithm' },
  ]),
  generated('eddsa-generated', 'Generates EdDSA keys', [curveProperty('eddsaEllipticCurveKey', ['Ed25519'], 'EdDSA')]),
  generated('hmac-generated', 'Generates HMAC secret key', [
    secretSizeProperty('Secret size', '128', ['32', '64', '128', '256', '512']),
    algorithmProperty('HS512', ['HS256', 'HS384', 'HS512']),
  ]),
  generated('aes-generated', 'Generates AES secret key', [
    secretSizeProperty('AES Key size', '16', ['16', '24', '32']),
  ]),
  imported(
    'rsa',
    'RSA signature key provider that can optionally generated a self-signed certificate',
    algorithmProperty('RS256', rsaSignatures),
  ),
  imported(
    'rsa-enc',
    'RSA for key encryption provider that can optionally generated a self-signed certificate',
    algorithmProperty('RSA-OAEP', rsaEncryptions),
  ),
  {
    providerType: keyProviderType,
    id: 'java-keystore',
    helpText: 'Loads keys from a Java keys file',
    config: [...commonProperties, algorithmProperty('RS256', storedAlgorithms), ...keyStoreProperties],
    prepare: prepareKeyStoreKey,
  },
]
