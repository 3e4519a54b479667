import { importPrivateKey, importSecretKey, toSigningKey } from '../../crypto/keys.ts'
import { isSignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import { InvalidInput } from '../../kernel/error.ts'
import { type ComponentConfig, configValue } from '../../model/component/component.ts'
import { type KeyProviderId, keyAlgorithm, keyProvider } from '../../model/key/key-provider.ts'

/** Throws InvalidInput for a key that cannot sign by its algorithm: a secret shorter than its hash, for one. */
export function requireFittingKey(providerId: KeyProviderId, config: ComponentConfig): void {
  const algorithm = keyAlgorithm(providerId, config)
  if (!isSignatureAlgorithm(algorithm)) return
  const { kind, privateKeyName } = keyProvider(providerId, config)
  const material = configValue(config, privateKeyName) ?? ''
  try {
    const key = kind === 'OCT' ? importSecretKey(material) : importPrivateKey(material)
    // RFC 7518, section 3.2: a secret is no shorter than the hash.
    const shortest = Number(algorithm.slice(2)) / 8
    if (key.type === 'secret' && (key.symmetricKeySize ?? 0) < shortest) throw new Error('The secret is too short')
    toSigningKey('new', algorithm, key)
  } catch (cause) {
    throw new InvalidInput(undefined, `The key cannot be used for ${algorithm}`, [], cause)
  }
}
