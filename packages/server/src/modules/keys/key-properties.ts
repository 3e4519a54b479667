import type { ConfigProperty } from '../../spi/config-property.ts'

/** What every key has; names, labels and help are Keycloak's. */
export const commonProperties: readonly ConfigProperty[] = [
  { name: 'priority', label: 'Priority', helpText: 'Priority for the provider', type: 'int', defaultValue: '0' },
  {
    name: 'enabled',
    label: 'Enabled',
    helpText: 'Set if the keys are enabled',
    type: 'boolean',
    defaultValue: 'true',
  },
  {
    name: 'active',
    label: 'Active',
    helpText: 'Set if the keys can be used for signing',
    type: 'boolean',
    defaultValue: 'true',
  },
]

export const rsaSizeProperty: ConfigProperty = {
  name: 'keySize',
  label: 'Key size',
  helpText: 'Size for the generated keys',
  type: 'List',
  defaultValue: '2048',
  // Keycloak's 1024 is too short to be trusted (NIST SP 800-131A).
  options: ['2048', '3072', '4096'],
}

export function algorithmProperty(defaultValue: string, options: readonly string[]): ConfigProperty {
  const helpText = 'Intended algorithm for the key'
  return { name: 'algorithm', label: 'Algorithm', helpText, type: 'List', defaultValue, options }
}

export function curveProperty(name: string, options: readonly string[], use: string): ConfigProperty {
  const helpText = `Elliptic Curve used in ${use}`
  return { name, label: 'Elliptic Curve', helpText, type: 'List', defaultValue: options[0] ?? '', options }
}

export function secretSizeProperty(label: string, defaultValue: string, options: readonly string[]): ConfigProperty {
  const helpText = 'Size in bytes for the generated secret'
  return { name: 'secretSize', label, helpText, type: 'List', defaultValue, options }
}

export const certificateProperty: ConfigProperty = {
  name: 'ecGenerateCertificate',
  label: 'Generate Certificate',
  helpText: 'If a certificate is made for the key; it is published with the key in x5c and its thumbprints.',
  type: 'boolean',
  defaultValue: false,
}

export const importedProperties: readonly ConfigProperty[] = [
  {
    name: 'privateKey',
    label: 'Private RSA Key',
    helpText: 'Private RSA Key encoded in PEM format',
    type: 'File',
    secret: true,
    required: true,
  },
  {
    name: 'certificate',
    label: 'X509 Certificate',
    helpText: 'X509 Certificate encoded in PEM format',
    type: 'File',
  },
]

export const keyStoreProperties: readonly ConfigProperty[] = [
  {
    name: 'keystore',
    label: 'Keystore',
    helpText:
      "Path of the key store, in the realm's own folder within the folder that the server takes key stores from (keystoreFolder). It is read when this is saved.",
    type: 'String',
    required: true,
  },
  {
    name: 'keystorePassword',
    label: 'Keystore Password',
    helpText: 'Password for the keys',
    type: 'String',
    secret: true,
    required: true,
  },
  {
    name: 'keystoreType',
    label: 'Keystore Type',
    helpText: 'Told by the file itself.',
    type: 'List',
    defaultValue: 'JKS',
    options: ['JKS', 'PKCS12'],
  },
  { name: 'keyAlias', label: 'Key Alias', helpText: 'Alias for the private key', type: 'String', required: true },
  {
    name: 'keyPassword',
    label: 'Key Password',
    helpText: 'Password for the private key',
    type: 'String',
    secret: true,
    required: true,
  },
  {
    name: 'keyUse',
    label: 'Key use',
    helpText: 'Whether the key should be used for signing or encryption: as its algorithm says.',
    type: 'List',
    options: ['sig', 'enc'],
  },
]

export const rsaSignatures = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const
// RSA1_5 is left out: its padding has an oracle whenever somebody errs (RFC 8017, section 7.2).
export const rsaEncryptions = ['RSA-OAEP', 'RSA-OAEP-256'] as const

export const rotationProperty: ConfigProperty = {
  name: 'rotationDays',
  label: 'Rotate after days',
  helpText:
    'After so many days a new key takes over. It is published a day before it signs; the old one goes on verifying until nothing it signed is valid any more. Empty: the key stays.',
  type: 'int',
}
