import type { KeyObject } from 'node:crypto'
import { KeyStoreError, type KeyStoreQuestion, type StoredKey } from '../../crypto/key-store.ts'
import { exportKey } from '../../crypto/keys.ts'
import { readKeyStore } from '../../crypto/read-key-store.ts'
import { InvalidInput } from '../../kernel/error.ts'
import { type ComponentConfig, configValue } from '../../model/component/component.ts'
import { keyAlgorithm, keyProvider } from '../../model/key/key-provider.ts'
import type { ComponentChange } from '../../spi/component-type.ts'
import { readRealmKeyStore, refuse } from './locate-key-store.ts'
import { requireFittingKey } from './require-fitting-key.ts'

const providerId = 'java-keystore'
const shortestRsaKey = 2048
/** What is kept of the store beside the settings. */
const keptNames: ReadonlySet<string> = new Set(['privateKey', 'secret', 'kid', 'certificate'])

/**
 * Takes the key out of the store that the settings name. It is kept, sealed, with them: every node has it, whatever lies
 * on its disk; saving the component again reads the store again.
 */
export async function prepareKeyStoreKey(change: ComponentChange): Promise<ComponentConfig> {
  const { server, realm, config, previous = {} } = change
  const setting = (name: string) => configValue(config, name) ?? ''
  requireFittingUse(config)
  const bytes = await readRealmKeyStore(server.config.keystoreFolder, realm.realm.name, setting('keystore'))
  const question = {
    password: setting('keystorePassword'),
    alias: setting('keyAlias'),
    keyPassword: setting('keyPassword'),
  }
  const { key, certificate } = await openStore(bytes, question)
  requireKind(config, key, question.alias)
  const { privateKeyName } = keyProvider(providerId, config)
  const material = exportKey(key)
  // One key may serve several algorithms, each under a name of its own, which stays as long as the key does.
  const isSame = configValue(previous, privateKeyName) === material
  const kid = (isSame ? configValue(previous, 'kid') : undefined) ?? server.ids.uuid()
  const settings = Object.fromEntries(Object.entries(config).filter(([name]) => !keptNames.has(name)))
  const prepared = {
    ...settings,
    [privateKeyName]: [material],
    kid: [kid],
    ...(certificate === undefined ? {} : { certificate: [certificate] }),
  }
  requireFittingKey(providerId, prepared)
  return prepared
}

async function openStore(bytes: Buffer, question: KeyStoreQuestion): Promise<StoredKey> {
  try {
    return await readKeyStore(bytes, question)
  } catch (error) {
    if (!(error instanceof KeyStoreError)) throw error
    const lost = 'Key in the keystore cannot be recovered.'
    const reasons = {
      format: 'IO error on server. The file is no key store of a kind that is known',
      password: 'IO error on server. keystore password was incorrect',
      alias: `${lost} Alias ${question.alias} does not exists in the keystore.`,
      'key-password': lost,
    }
    throw refuse(reasons[error.problem], error)
  }
}

/** A key is for signing or for encryption by its algorithm alone. */
function requireFittingUse(config: ComponentConfig): void {
  const wanted = configValue(config, 'keyUse')
  if (wanted === undefined || wanted === '') return
  if (wanted.toUpperCase() !== keyProvider(providerId, config).use) {
    throw new InvalidInput(undefined, `'Key use' does not fit ${keyAlgorithm(providerId, config)}`)
  }
}

const typesOfKinds = { RSA: 'rsa', EC: 'ec', OKP: 'ed25519', OCT: undefined } as const
const aesLengths: readonly (number | undefined)[] = [16, 24, 32]

function requireKind(config: ComponentConfig, key: KeyObject, alias: string): void {
  const algorithm = keyAlgorithm(providerId, config)
  const { kind } = keyProvider(providerId, config)
  const isOfKind = kind === 'OCT' ? key.type === 'secret' : key.asymmetricKeyType === typesOfKinds[kind]
  if (!isOfKind) {
    const found = (key.asymmetricKeyType ?? 'secret').toUpperCase()
    const reason = `Invalid ${algorithm} key for alias ${alias}. Algorithm is ${found}.`
    throw refuse(`Algorithm not available on server. ${reason}`)
  }
  const isShortRsa = kind === 'RSA' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < shortestRsaKey
  if (isShortRsa) throw refuse(`The key is shorter than ${shortestRsaKey} bits`)
  if (algorithm === 'AES' && !aesLengths.includes(key.symmetricKeySize)) throw refuse('The key is none of AES')
}
