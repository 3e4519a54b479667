import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { exportKey } from '../../../crypto/keys.ts'
import { InvalidInput } from '../../../kernel/error.ts'
import type { ComponentConfig } from '../../../model/component/component.ts'
import { maskedSecret } from '../without-secrets.ts'

const privateKeyNames = ['privateKey', 'ecdsaPrivateKey', 'ecdhPrivateKey', 'eddsaPrivateKey'] as const

/** Is the key itself in the file, and not left out or masked? */
export function hasKeyMaterial({ config = {} }: { readonly config?: ComponentConfig | undefined }): boolean {
  return [...privateKeyNames, 'secret'].some((name) => {
    const text = config[name]?.[0]
    return text !== undefined && text !== maskedSecret
  })
}

/**
 * The configuration of an exported key as it is kept here. Keycloak writes private keys as the base64 inside a PEM, in
 * PKCS #8 or in the older form of their kind, and names a key by its digest: tokens it has signed name it so.
 */
export function toKeyConfig(name: string, config: ComponentConfig): ComponentConfig {
  const field = privateKeyNames.find((candidate) => config[candidate]?.[0] !== undefined)
  if (field === undefined) return config
  const key = readPrivateKey(name, config[field]?.[0] ?? '')
  return { ...config, [field]: [exportKey(key)], kid: config['kid'] ?? [digestOf(createPublicKey(key))] }
}

function readPrivateKey(name: string, text: string): KeyObject {
  if (text.includes('-----')) return readKey(name, () => createPrivateKey(text))
  const der = Buffer.from(text, 'base64')
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return createPrivateKey({ key: der, format: 'der', type })
    } catch {
      // Of another form.
    }
  }
  throw new InvalidInput(undefined, `Failed to decode private key of ${name}`)
}

function readKey(name: string, read: () => KeyObject): KeyObject {
  try {
    return read()
  } catch (cause) {
    throw new InvalidInput(undefined, `Failed to decode private key of ${name}`, [], cause)
  }
}

/** Keycloak's `kid`: SHA-256 of the public key in DER. */
function digestOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url')
}
