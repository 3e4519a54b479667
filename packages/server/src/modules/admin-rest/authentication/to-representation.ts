import type { AuthenticationFlowRepresentation } from '@ztrust/contract/admin/authentication'
import type {
  AuthenticationExecutionInfoRepresentation,
  AuthenticationExecutionRepresentation,
} from '@ztrust/contract/admin/authentication-executions'
import type { AuthenticatorConfigRepresentation } from '@ztrust/contract/admin/authenticator-configs'
import type { ConfigPropertyRepresentation } from '@ztrust/contract/admin/server-info'
import type { AuthenticatorConfig, Execution, Flow } from '../../../model/flow/flow.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import type { ConfigProperty } from '../../../spi/config-property.ts'
import type { Registry } from '../../../spi/registry.ts'
import { requirementsOfFlow, showProvider } from './flow-providers.ts'

export function toFlowRepresentation(flow: Flow, realm: RealmSnapshot): AuthenticationFlowRepresentation {
  return {
    id: flow.id,
    alias: flow.alias,
    description: flow.description,
    providerId: flow.providerId,
    topLevel: flow.topLevel,
    builtIn: flow.builtIn,
    authenticationExecutions: realm.executions(flow.id).map((execution) => {
      const subFlow = execution.subFlowId === undefined ? undefined : realm.flow(execution.subFlowId)
      const config = execution.configId === undefined ? undefined : realm.authenticatorConfig(execution.configId)
      return {
        authenticatorConfig: config?.alias,
        authenticator: execution.authenticator,
        authenticatorFlow: subFlow !== undefined,
        requirement: execution.requirement,
        priority: execution.priority,
        autheticatorFlow: subFlow !== undefined,
        flowAlias: subFlow?.alias,
        userSetupAllowed: false,
      }
    }),
  }
}

export function toExecutionRepresentation(execution: Execution): AuthenticationExecutionRepresentation {
  const isFlow = execution.subFlowId !== undefined
  return {
    authenticatorConfig: execution.configId,
    authenticator: execution.authenticator,
    authenticatorFlow: isFlow,
    requirement: execution.requirement,
    priority: execution.priority,
    autheticatorFlow: isFlow,
    id: execution.id,
    flowId: execution.subFlowId,
    parentFlow: execution.flowId,
  }
}

/** The executions of a flow with those of its sub-flows below them, as one looks down the tree. */
export function toExecutionInfos(
  flow: Flow,
  realm: RealmSnapshot,
  registry: Registry,
  level = 0,
): AuthenticationExecutionInfoRepresentation[] {
  return realm.executions(flow.id).flatMap((execution, index) => {
    const place = { level, index, priority: execution.priority }
    const subFlow = execution.subFlowId === undefined ? undefined : realm.flow(execution.subFlowId)
    if (!subFlow) return [{ ...toAuthenticatorInfo(execution, realm, registry), ...place }]
    return [{ ...toFlowInfo(execution, subFlow), ...place }, ...toExecutionInfos(subFlow, realm, registry, level + 1)]
  })
}

type Placeless = Omit<AuthenticationExecutionInfoRepresentation, 'level' | 'index' | 'priority'>

function toFlowInfo(execution: Execution, subFlow: Flow): Placeless {
  return {
    id: execution.id,
    requirement: execution.requirement,
    displayName: subFlow.alias,
    description: subFlow.description,
    requirementChoices: [...requirementsOfFlow(subFlow)],
    configurable: false,
    authenticationFlow: true,
    providerId: execution.authenticator,
    flowId: subFlow.id,
  }
}

function toAuthenticatorInfo(execution: Execution, realm: RealmSnapshot, registry: Registry): Placeless {
  const id = execution.authenticator ?? ''
  const provider = showProvider(registry, id)
  const config = execution.configId === undefined ? undefined : realm.authenticatorConfig(execution.configId)
  return {
    id: execution.id,
    requirement: execution.requirement,
    displayName: provider.displayName,
    alias: config?.alias,
    requirementChoices: [...provider.requirements],
    configurable: provider.isConfigurable,
    providerId: id,
    authenticationConfig: execution.configId,
  }
}

export function toConfigRepresentation({ id, alias, config }: AuthenticatorConfig): AuthenticatorConfigRepresentation {
  return { id, alias, config: { ...config } }
}

/** What may be configured, with every word that Keycloak says of it. */
export function toPropertyRepresentation(property: ConfigProperty): ConfigPropertyRepresentation {
  const { name, label, helpText, type, defaultValue, options, secret = false, required = false } = property
  return {
    ...{ name, label, helpText, type, defaultValue },
    ...(options ? { options: [...options] } : {}),
    ...{ secret, required, readOnly: false },
  }
}
