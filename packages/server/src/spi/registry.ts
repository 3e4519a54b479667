import { OperatorError } from '../kernel/error.ts'
import type { ActionTokenHandler } from './action-token.ts'
import type { AuthenticationChannel } from './authentication-channel.ts'
import type { Authenticator } from './authenticator.ts'
import type { ClientAuthenticator } from './client-authenticator.ts'
import type { ClientPolicyCondition, ClientPolicyExecutor } from './client-policy.ts'
import type { ComponentType } from './component-type.ts'
import type { ImplementedEndpoint } from './endpoint-handler.ts'
import type { EventListener, Job, PasswordPolicy } from './extensions.ts'
import type { FormAction } from './form-action.ts'
import type { Grant } from './grant.ts'
import type { IdentityProviderMapperType, IdentityProviderType } from './identity-provider-type.ts'
import type { FlowExecutor, LoginProtocol } from './login-protocol.ts'
import type { Module } from './module.ts'
import type { ProtocolMapperType } from './protocol-mapper.ts'
import type { RegistrationPolicy } from './registration-policy.ts'
import type { RequiredAction } from './required-action.ts'
import type { TokenBinding } from './token-binding.ts'

/** Everything the modules contribute, by name. */
export interface Registry {
  readonly modules: readonly Module[]
  readonly endpoints: readonly ImplementedEndpoint[]
  readonly grants: ReadonlyMap<string, Grant>
  readonly tokenBindings: readonly TokenBinding[]
  readonly clientAuthenticators: ReadonlyMap<string, ClientAuthenticator>
  readonly authenticators: ReadonlyMap<string, Authenticator>
  readonly authenticationChannels: ReadonlyMap<string, AuthenticationChannel>
  readonly formActions: ReadonlyMap<string, FormAction>
  readonly requiredActions: ReadonlyMap<string, RequiredAction>
  /** By type. */
  readonly actionTokens: ReadonlyMap<string, ActionTokenHandler>
  readonly protocolMappers: ReadonlyMap<string, ProtocolMapperType>
  readonly loginProtocols: ReadonlyMap<string, LoginProtocol>
  readonly identityProviderTypes: ReadonlyMap<string, IdentityProviderType>
  readonly identityProviderMapperTypes: ReadonlyMap<string, IdentityProviderMapperType>
  readonly passwordPolicies: ReadonlyMap<string, PasswordPolicy>
  readonly registrationPolicies: ReadonlyMap<string, RegistrationPolicy>
  readonly clientPolicyExecutors: ReadonlyMap<string, ClientPolicyExecutor>
  readonly clientPolicyConditions: ReadonlyMap<string, ClientPolicyCondition>
  readonly eventListeners: ReadonlyMap<string, EventListener>
  readonly jobs: ReadonlyMap<string, Job>
  /** By `componentTypeKey`. */
  readonly componentTypes: ReadonlyMap<string, ComponentType>
  readonly flowExecutor: FlowExecutor
  /** What is registered, for people: one line a module. */
  describe(): string
}

/** Puts the modules together. Two contributions under one name stop the server at the start. */
export function createRegistry(modules: readonly Module[]): Registry {
  uniqueBy('module', modules, (module) => module.id)
  const endpoints = modules.flatMap((module) => module.endpoints ?? [])
  uniqueBy(
    'endpoint',
    endpoints,
    ({ declaration }) => `${declaration.method} ${declaration.path.replace(/\{[^}]+\}/g, '{}')}`,
  )
  const executors = modules.flatMap((module) => module.flowExecutor ?? [])
  if (executors.length > 1) throw new OperatorError('More than one module walks authentication flows.')
  const collect = <Item>(
    kind: string,
    pick: (module: Module) => readonly Item[] | undefined,
    key: (item: Item) => string,
  ) =>
    uniqueBy(
      kind,
      modules.flatMap((module) => pick(module) ?? []),
      key,
    )
  return {
    modules,
    endpoints,
    grants: collect(
      'grant',
      (module) => module.grants,
      (grant) => grant.type,
    ),
    tokenBindings: [...collect('token binding', (module) => module.tokenBindings, byMember).values()],
    clientAuthenticators: collect('client authenticator', (module) => module.clientAuthenticators, byId),
    authenticators: collect('authenticator', (module) => module.authenticators, byId),
    authenticationChannels: collect('authentication channel', (module) => module.authenticationChannels, byId),
    formActions: collect('form action', (module) => module.formActions, byId),
    requiredActions: collect('required action', (module) => module.requiredActions, byId),
    actionTokens: collect(
      'action token',
      (module) => module.actionTokens,
      (handler) => handler.type,
    ),
    protocolMappers: collect('protocol mapper', (module) => module.protocolMappers, byId),
    loginProtocols: collect('login protocol', (module) => module.loginProtocols, byId),
    identityProviderTypes: collect('kind of identity provider', (module) => module.identityProviderTypes, byId),
    identityProviderMapperTypes: collect(
      'kind of identity provider mapper',
      (module) => module.identityProviderMapperTypes,
      byId,
    ),
    passwordPolicies: collect('password policy', (module) => module.passwordPolicies, byId),
    registrationPolicies: collect('registration policy', (module) => module.registrationPolicies, byId),
    clientPolicyExecutors: collect('client policy executor', (module) => module.clientPolicyExecutors, byId),
    clientPolicyConditions: collect('client policy condition', (module) => module.clientPolicyConditions, byId),
    eventListeners: collect('event listener', (module) => module.eventListeners, byId),
    jobs: collect('job', (module) => module.jobs, byId),
    componentTypes: collect('component type', (module) => module.componentTypes, componentTypeKey),
    get flowExecutor() {
      const [executor] = executors
      if (!executor) throw new OperatorError('No module walks authentication flows.')
      return executor
    },
    describe: () => modules.map(describeModule).join('\n'),
  }
}

/** Providers are named within their extension point. */
export function componentTypeKey({ providerType, id }: Pick<ComponentType, 'providerType' | 'id'>): string {
  return `${providerType} ${id}`
}

const byMember = ({ member }: TokenBinding) => member
const byId = (item: { readonly id: string }) => item.id

function uniqueBy<Item>(kind: string, items: readonly Item[], key: (item: Item) => string): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>()
  for (const item of items) {
    const name = key(item)
    if (found.has(name)) throw new OperatorError(`Two modules contribute the ${kind} "${name}".`)
    found.set(name, item)
  }
  return found
}

function describeModule(module: Module): string {
  const parts = Object.entries(module)
    .filter((entry): entry is [string, readonly unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0)
    .map(([name, items]) => `${items.length} ${name}`)
  return `${module.id}: ${parts.join(', ') || 'nothing'}`
}
