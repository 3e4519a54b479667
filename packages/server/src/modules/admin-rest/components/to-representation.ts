import type { ComponentRepresentation, ComponentTypeRepresentation } from '@ztrust/contract/admin/components'
import type { Component } from '../../../model/component/component.ts'
import { maskComponentConfig } from '../../../model/component/component-secrets.ts'
import type { ComponentType } from '../../../spi/component-type.ts'

/** As administrators see it: of a known kind only what its kind declares, and no secret in clear. */
export function toComponentRepresentation(
  { id, name, providerId, providerType, parentId, subType, config }: Component,
  type: ComponentType | undefined,
): ComponentRepresentation {
  const isShown = (key: string) => type === undefined || type.config.some((property) => property.name === key)
  const shown = Object.entries(maskComponentConfig(config)).filter(([key]) => isShown(key))
  return {
    ...{ id, name, providerId, providerType, parentId },
    ...(subType === undefined ? {} : { subType }),
    config: Object.fromEntries(shown.map(([key, values]) => [key, [...values]])),
  }
}

export function toComponentTypeRepresentation({ id, helpText, config }: ComponentType): ComponentTypeRepresentation {
  return { id, helpText, properties: [...config], metadata: {} }
}
