import { InvalidInput } from '../../kernel/error.ts'
import { type Component, type ComponentConfig, configValue } from '../../model/component/component.ts'
import { isKeyProviderId, keyProvider } from '../../model/key/key-provider.ts'
import type { RealmSettings } from '../../model/realm/realm-settings.ts'

const day = 86_400_000
/** A new key is published so long before it signs: whoever keeps the key set has it by then. */
export const publishedBefore = day

/** Settings that the rotation keeps in the component; administrators do not see them. */
export const replacesSetting = 'replaces'
export const retiringSetting = 'retiring'

/** Throws InvalidInput unless there are none, or at least as many as a new key is published before it signs. */
export function requireDays(config: ComponentConfig): void {
  const text = configValue(config, 'rotationDays') ?? ''
  if (text !== '' && !(Number(text) >= 2 && Number(text) <= 3650)) {
    throw new InvalidInput(undefined, "'Rotate after days' should be between 2 and 3650")
  }
}

/** When the job has to look at the key: to prepare a successor, to let one take over, to delete what retired. */
export function nextRotation({ config, createdAt, dueAt }: Component): number | undefined {
  const isUnderWay = configValue(config, replacesSetting) ?? configValue(config, retiringSetting)
  if (isUnderWay !== undefined) return dueAt
  const days = Number(configValue(config, 'rotationDays') ?? 0)
  return days > 0 ? createdAt + days * day - publishedBefore : undefined
}

/**
 * How long a retired key has to go on verifying, in milliseconds: as long as the longest session may be renewed.
 * Undefined: for ever. Secrets sign refresh tokens of offline sessions and registration access tokens, which may have no
 * end.
 */
export function retentionOf({ providerId, config }: Component, settings: RealmSettings): number | undefined {
  if (!isKeyProviderId(providerId) || keyProvider(providerId, config).kind === 'OCT') return undefined
  const { ssoSessionMaxLifespan, ssoSessionMaxLifespanRememberMe, accessTokenLifespan } = settings
  const longest = Math.max(ssoSessionMaxLifespan, ssoSessionMaxLifespanRememberMe, accessTokenLifespan)
  return longest * 1000 + day
}
