import type { ComponentRepresentation } from '@ztrust/contract/admin/components'
import type { Component, ComponentConfig } from '../../../model/component/component.ts'
import { maskedSecret, openComponentConfig, sealComponentConfig } from '../../../model/component/component-secrets.ts'
import { checkConfig } from '../../../spi/check-config.ts'
import type { ComponentType } from '../../../spi/component-type.ts'
import type { AdminContext } from '../admin-context.ts'

/**
 * The component as it is to be stored, from what was sent: checked against its kind, secrets that came back masked taken
 * from what is stored, everything secret sealed. Runs before the transaction opens.
 */
export async function prepareComponent(
  { server, realm }: AdminContext,
  type: ComponentType,
  component: Component,
  sent: ComponentRepresentation,
  isNew: boolean,
): Promise<Component> {
  const previous = isNew ? undefined : openComponentConfig(component, server.secrets)
  const merged = mergeConfig(type, sent.config ?? {}, previous)
  checkConfig(merged, type.config)
  const name = sent.name ?? component.name
  const change = { server, realm, name, config: merged, ...(previous === undefined ? {} : { previous }) }
  const config = (await type.prepare?.(change)) ?? merged
  const { dueAt: _, ...rest } = component
  const dueAt = type.dueAt?.({ ...component, config })
  return {
    ...rest,
    name,
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(sent.subType === undefined ? {} : { subType: sent.subType }),
    ...(sent.parentId === undefined ? {} : { parentId: sent.parentId }),
    config: sealComponentConfig(config, component.id, server.secrets),
  }
}

/** What was sent counts for what the kind declares; the rest is ours and stays. */
function mergeConfig(type: ComponentType, sent: ComponentConfig, previous: ComponentConfig = {}): ComponentConfig {
  const declared = new Set(type.config.map(({ name }) => name))
  const kept = Object.entries(previous).filter(([name]) => !declared.has(name))
  const changed = Object.entries(sent)
    .filter(([name, values]) => declared.has(name) && values.length > 0)
    .flatMap(([name, values]): [string, readonly string[]][] => {
      if (values[0] !== maskedSecret) return [[name, values]]
      const before = previous[name]
      return before ? [[name, before]] : []
    })
  return Object.fromEntries([...kept, ...changed])
}
