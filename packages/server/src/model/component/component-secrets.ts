import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Component, ComponentConfig } from './component.ts'

/** Settings of components that are secrets: sealed at rest, shown as stars. */
const secretNames: ReadonlySet<string> = new Set([
  'privateKey',
  'ecdsaPrivateKey',
  'eddsaPrivateKey',
  'ecdhPrivateKey',
  'secret',
  'bindCredential',
  'keystorePassword',
  'keyPassword',
])

/** What Keycloak shows in place of a secret, and takes as "unchanged" when it is sent back. */
export const maskedSecret = '**********'

const context = (id: string, name: string) => `component:${id}:${name}`

/** Seals every secret of a configuration for the component with this id. */
export function sealComponentConfig(config: ComponentConfig, id: string, secrets: SecretBox): ComponentConfig {
  return mapSecrets(config, (value, name) => secrets.seal(value, context(id, name)))
}

/** The configuration with its secrets in clear. Throws when they were sealed under another key or for another place. */
export function openComponentConfig(component: Component, secrets: SecretBox): ComponentConfig {
  return mapSecrets(component.config, (value, name) => secrets.open(value, context(component.id, name)))
}

/** The configuration as people may see it. */
export function maskComponentConfig(config: ComponentConfig): ComponentConfig {
  return mapSecrets(config, () => maskedSecret)
}

/** A changed configuration, sealed; secrets that were sent back masked stay as they are stored. */
export function mergeComponentConfig(
  component: Component,
  change: ComponentConfig,
  secrets: SecretBox,
): ComponentConfig {
  return Object.fromEntries(
    Object.entries(change).map(([name, values]) => {
      const kept = component.config[name]
      if (!secretNames.has(name)) return [name, values]
      if (kept && values.length === 1 && values[0] === maskedSecret) return [name, kept]
      return [name, values.map((value) => secrets.seal(value, context(component.id, name)))]
    }),
  )
}

function mapSecrets(config: ComponentConfig, change: (value: string, name: string) => string): ComponentConfig {
  return Object.fromEntries(
    Object.entries(config).map(([name, values]) => [
      name,
      secretNames.has(name) ? values.map((value) => change(value, name)) : values,
    ]),
  )
}
