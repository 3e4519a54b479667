import { registrationPolicyType } from '../../../model/component/component.ts'
import type { ComponentType } from '../../../spi/component-type.ts'
import { componentTypeKey } from '../../../spi/registry.ts'
import type { AdminContext } from '../admin-context.ts'

type Place = Pick<AdminContext, 'server' | 'realm'>

/** The kinds of an extension point. */
export function listComponentTypes(place: Place, providerType: string): readonly ComponentType[] {
  if (providerType === registrationPolicyType) return listPolicies(place)
  return [...place.server.registry.componentTypes.values()].filter((type) => type.providerType === providerType)
}

/** Undefined when nobody contributes such a kind. */
export function findComponentType(
  place: Place,
  providerType: string | undefined,
  id: string | undefined,
): ComponentType | undefined {
  if (providerType === undefined || id === undefined) return undefined
  if (providerType === registrationPolicyType) return listPolicies(place).find((type) => type.id === id)
  return place.server.registry.componentTypes.get(componentTypeKey({ providerType, id }))
}

/** What may be chosen in a policy depends on the realm: its mappers, its scopes. */
function listPolicies(place: Place): readonly ComponentType[] {
  return [...place.server.registry.registrationPolicies.values()].map(({ id, helpText, properties }) => ({
    providerType: registrationPolicyType,
    id,
    helpText,
    config: properties(place),
  }))
}
