import type {
  AuthenticationExecutionInfoRepresentation,
  AuthenticationFlowRepresentation,
  RequiredActionProviderRepresentation,
} from '@ztrust/contract/admin/authentication'
import type { Execution, Flow, RequiredActionSetting } from '../../../model/flow/flow.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import type { Registry } from '../../../spi/registry.ts'

export function toFlowRepresentation(flow: Flow, realm: RealmSnapshot): AuthenticationFlowRepresentation {
  return {
    id: flow.id,
    alias: flow.alias,
    description: flow.description ?? '',
    providerId: flow.providerId,
    topLevel: flow.topLevel,
    builtIn: flow.builtIn,
    authenticationExecutions: realm.executions(flow.id).map((execution) => {
      const subFlow = execution.subFlowId === undefined ? undefined : realm.flow(execution.subFlowId)
      const config = execution.configId === undefined ? undefined : realm.authenticatorConfig(execution.configId)
      return {
        authenticator: execution.authenticator,
        authenticatorConfig: config?.alias,
        authenticatorFlow: subFlow !== undefined,
        autheticatorFlow: subFlow !== undefined,
        flowAlias: subFlow?.alias,
        requirement: execution.requirement,
        priority: execution.priority,
        userSetupAllowed: false,
      }
    }),
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
    const subFlow = execution.subFlowId === undefined ? undefined : realm.flow(execution.subFlowId)
    const info = subFlow
      ? toFlowInfo(execution, subFlow, flow, level, index)
      : toAuthenticatorInfo(execution, realm, registry, level, index)
    return subFlow ? [info, ...toExecutionInfos(subFlow, realm, registry, level + 1)] : [info]
  })
}

function toFlowInfo(
  execution: Execution,
  subFlow: Flow,
  parent: Flow,
  level: number,
  index: number,
): AuthenticationExecutionInfoRepresentation {
  return {
    id: execution.id,
    requirement: execution.requirement,
    displayName: subFlow.alias,
    ...(subFlow.description ? { description: subFlow.description } : {}),
    // A form has no alternatives: it is shown or not.
    requirementChoices:
      parent.providerId === 'form-flow'
        ? ['REQUIRED', 'DISABLED']
        : ['REQUIRED', 'ALTERNATIVE', 'DISABLED', 'CONDITIONAL'],
    configurable: false,
    authenticationFlow: true,
    providerId: execution.authenticator,
    flowId: subFlow.id,
    level,
    index,
    priority: execution.priority,
  }
}

function toAuthenticatorInfo(
  execution: Execution,
  realm: RealmSnapshot,
  registry: Registry,
  level: number,
  index: number,
): AuthenticationExecutionInfoRepresentation {
  const id = execution.authenticator ?? ''
  const kind = registry.authenticators.get(id) ?? registry.clientAuthenticators.get(id)
  const authenticator = registry.authenticators.get(id)
  const config = execution.configId === undefined ? undefined : realm.authenticatorConfig(execution.configId)
  return {
    id: execution.id,
    requirement: execution.requirement,
    displayName: kind?.displayName ?? id,
    alias: config?.alias,
    requirementChoices: [...(authenticator?.requirements ?? ['REQUIRED', 'ALTERNATIVE', 'DISABLED'])],
    configurable: (authenticator?.config.length ?? 0) > 0,
    providerId: id,
    authenticationConfig: execution.configId,
    level,
    index,
    priority: execution.priority,
  }
}

export function toRequiredActionRepresentation(action: RequiredActionSetting): RequiredActionProviderRepresentation {
  return {
    alias: action.alias,
    name: action.name,
    providerId: action.providerId,
    enabled: action.enabled,
    defaultAction: action.defaultAction,
    priority: action.priority,
    config: { ...action.config },
  }
}
