import { BadRequest, InvalidInput } from '../../../kernel/error.ts'
import type { ConfigProperty } from '../../../spi/config-property.ts'
import type { Registry } from '../../../spi/registry.ts'

/** What all required actions have in common. */
const maximumAge: ConfigProperty = {
  name: 'max_auth_age',
  label: 'Maximum Age of Authentication',
  helpText:
    'How long ago, in seconds, the user may have signed in when an application asks for this action (`kc_action`), before they have to sign in again.',
  type: 'String',
  defaultValue: 300,
}
const longestAge = 2_147_483_647

/** What can be configured of a required action; undefined where the server has none of that id. */
export function findActionProperties(registry: Registry, providerId: string): readonly ConfigProperty[] | undefined {
  const action = registry.requiredActions.get(providerId)
  return action && [maximumAge, ...(action.config ?? [])]
}

export function requireActionProperties(registry: Registry, providerId: string): readonly ConfigProperty[] {
  const properties = findActionProperties(registry, providerId)
  if (!properties) throw new BadRequest('RequiredAction is not configurable')
  return properties
}

/** The settings that are declared and not empty, as Keycloak keeps them. Throws `InvalidInput` for an age that is none. */
export function toActionConfig(
  config: Readonly<Record<string, string | null>>,
  properties: readonly ConfigProperty[],
): Record<string, string> {
  const age = config[maximumAge.name]
  if (age) requireAge(age)
  const names = new Set(properties.map((property) => property.name))
  return Object.fromEntries(
    Object.entries(config).filter((entry): entry is [string, string] => names.has(entry[0]) && Boolean(entry[1])),
  )
}

function requireAge(age: string): void {
  const { name } = maximumAge
  if (!/^-?\d{1,10}$/.test(age) || Number(age) > longestAge) throw new InvalidInput(name, 'error-invalid-value')
  if (Number(age) < 0) throw new InvalidInput(name, 'error-number-out-of-range-too-small', [0])
}
