import { createPublicKey, type KeyObject } from 'node:crypto'
import { computeThumbprint, importPrivateKey, importSecretKey, toPublicJwk } from '../../crypto/keys.ts'
import type { SecretBox } from '../../crypto/secret-box.ts'
import { type Component, configValue } from '../component/component.ts'
import { openComponentConfig } from '../component/component-secrets.ts'
import type { RealmKey } from './key.ts'
import { isKeyProviderId, type KeyProviderId, keyAlgorithm, keyProvider } from './key-provider.ts'

/**
 * The keys in these components, highest priority first, older first among equals. Key material is opened and parsed
 * when first used: most realms in memory never sign by most of their keys.
 */
export function toRealmKeys(components: readonly Component[], secrets: SecretBox): readonly RealmKey[] {
  return components
    .flatMap((component) => {
      const { providerId } = component
      return isKeyProviderId(providerId) ? [{ component, key: toRealmKey(component, providerId, secrets) }] : []
    })
    .sort(
      (a, b) =>
        b.key.priority - a.key.priority ||
        a.component.createdAt - b.component.createdAt ||
        (a.component.id < b.component.id ? -1 : 1),
    )
    .map(({ key }) => key)
}

function toRealmKey(component: Component, id: KeyProviderId, secrets: SecretBox): RealmKey {
  const { config } = component
  const { use, kind, privateKeyName } = keyProvider(id, config)
  const algorithm = keyAlgorithm(id, config)
  const certificate = configValue(config, 'certificate')
  const material = once(() => {
    const text = configValue(openComponentConfig(component, secrets), privateKeyName)
    if (text === undefined) throw new Error(`The key ${component.id} has no key material`)
    return text
  })
  const common = {
    providerId: component.id,
    use,
    algorithm,
    type: kind,
    priority: Number(configValue(config, 'priority') ?? '0') || 0,
    status: statusOf(config),
    ...(certificate !== undefined && { certificate }),
  }
  if (kind === 'OCT') {
    const secret = once(() => importSecretKey(material()))
    return {
      ...common,
      kid: configValue(config, 'kid') ?? component.id,
      get secret() {
        return secret()
      },
    }
  }
  const privateKey = once(() => importPrivateKey(material()))
  const publicKey = once((): KeyObject => createPublicKey(privateKey()))
  // Keys that an administrator pasted have no kid of their own.
  const kid = configValue(config, 'kid') ?? computeThumbprint(publicKey())
  const publicJwk = once(() => ({
    ...toPublicJwk({
      kid,
      algorithm,
      use: use === 'SIG' ? 'sig' : 'enc',
      publicKey: publicKey(),
      ...(certificate !== undefined && { certificate }),
    }),
  }))
  return {
    ...common,
    kid,
    get privateKey() {
      return privateKey()
    },
    get publicKey() {
      return publicKey()
    },
    get publicJwk() {
      return publicJwk()
    },
  }
}

/** Disabled keys do nothing, passive ones only verify what was signed before. */
function statusOf(config: Component['config']): RealmKey['status'] {
  if (configValue(config, 'enabled') === 'false') return 'DISABLED'
  return configValue(config, 'active') === 'false' ? 'PASSIVE' : 'ACTIVE'
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
