import type { Flow, Requirement } from '../../../model/flow/flow.ts'
import type { ConfigProperty } from '../../../spi/config-property.ts'
import type { Registry } from '../../../spi/registry.ts'
import { describeAbsentProvider } from './absent-providers.ts'

/** What an execution may name, whatever its kind. */
export interface FlowProvider {
  readonly id: string
  readonly displayName: string
  readonly helpText?: string
  readonly requirements: readonly Requirement[]
  readonly config: readonly ConfigProperty[]
}

/** What administrators read of an execution's provider. */
export type ShownProvider = Pick<FlowProvider, 'displayName' | 'requirements'> & { readonly isConfigurable: boolean }

const clientRequirements = ['REQUIRED', 'ALTERNATIVE', 'DISABLED'] as const

/** The provider that an execution names; undefined where this server has none of that id. */
export function findFlowProvider(registry: Registry, id: string): FlowProvider | undefined {
  const client = registry.clientAuthenticators.get(id)
  if (client) return { ...client, requirements: clientRequirements, config: [] }
  return registry.authenticators.get(id) ?? registry.formActions.get(id)
}

/** The provider of this id that may stand in such a flow. */
export function findProviderFor(registry: Registry, flow: Flow, id: string): FlowProvider | undefined {
  if (flow.providerId === 'client-flow')
    return registry.clientAuthenticators.has(id) ? findFlowProvider(registry, id) : undefined
  if (flow.providerId === 'form-flow') return registry.formActions.get(id)
  const authenticator = registry.authenticators.get(id)
  return authenticator?.showsForm ? undefined : authenticator
}

/** The requirement that a new execution starts with: nothing happens until an administrator says so. */
export function firstRequirement({ requirements }: Pick<FlowProvider, 'requirements'>): Requirement {
  return requirements.includes('DISABLED') ? 'DISABLED' : (requirements[0] ?? 'REQUIRED')
}

/** What may be chosen for a sub-flow, in Keycloak's order. */
export function requirementsOfFlow({ providerId }: Pick<Flow, 'providerId'>): readonly Requirement[] {
  // A form has no alternatives: it is shown or not.
  if (providerId === 'form-flow') return ['REQUIRED', 'DISABLED']
  if (providerId === 'client-flow') return ['ALTERNATIVE', 'REQUIRED', 'DISABLED']
  return ['REQUIRED', 'ALTERNATIVE', 'DISABLED', 'CONDITIONAL']
}

/** How an execution's provider is shown, whether or not the server has it. */
export function showProvider(registry: Registry, id: string): ShownProvider {
  const provider = findFlowProvider(registry, id)
  return provider ? { ...provider, isConfigurable: provider.config.length > 0 } : describeAbsentProvider(id)
}
