import { type ComponentConfig, configValue } from '../../model/component/component.ts'
import { generateRealmKey } from '../../model/key/generate-realm-key.ts'
import type { KeyProviderId } from '../../model/key/key-provider.ts'
import type { ComponentChange } from '../../spi/component-type.ts'
import type { ConfigProperty } from '../../spi/config-property.ts'
import { requireDays } from './key-rotation.ts'
import { requireFittingKey } from './require-fitting-key.ts'

/** Makes the key; one that is there stays as long as none of the settings it was made by changes. */
export async function prepareGeneratedKey(
  providerId: KeyProviderId,
  shape: readonly ConfigProperty[],
  { server, realm, name, config, previous }: ComponentChange,
): Promise<ComponentConfig> {
  requireDays(config)
  const isSame = (property: ConfigProperty) => readSetting(config, property) === readSetting(previous ?? {}, property)
  if (previous && shape.every(isSame)) return config
  const declared = Object.fromEntries(
    Object.entries(config).filter(([key]) => settings.has(key) || shape.some((property) => property.name === key)),
  )
  const request = { providerId, name, config: declared, commonName: realm.realm.name }
  const key = await generateRealmKey(request, server)
  requireFittingKey(providerId, key.config)
  return key.config
}

/** Settings that say nothing of how the key is made. */
const settings: ReadonlySet<string> = new Set(['priority', 'enabled', 'active', 'rotationDays'])

function readSetting(config: ComponentConfig, { name, defaultValue }: ConfigProperty): string {
  return configValue(config, name) || String(defaultValue ?? '')
}
