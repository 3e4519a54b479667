import { fromBoolean, fromJson, toBoolean, toJson } from '../../storage/columns.ts'
import type { AuthenticatorConfig, Execution, Flow, RequiredActionSetting } from './flow.ts'

export interface FlowRow {
  id: string
  realm_id: string
  alias: string
  description: string | null
  provider_id: Flow['providerId']
  top_level: number
  built_in: number
}

export interface ExecutionRow {
  id: string
  realm_id: string
  flow_id: string
  authenticator: string | null
  sub_flow_id: string | null
  requirement: Execution['requirement']
  priority: number
  config_id: string | null
}

export interface AuthenticatorConfigRow {
  id: string
  realm_id: string
  alias: string
  config: string
}

export interface RequiredActionRow {
  id: string
  realm_id: string
  alias: string
  provider_id: string
  name: string
  enabled: number
  default_action: number
  priority: number
  config: string
}

declare module '../../storage/schema.ts' {
  interface Schema {
    authentication_flow: FlowRow
    authentication_execution: ExecutionRow
    authenticator_config: AuthenticatorConfigRow
    required_action: RequiredActionRow
  }
}

export function toFlow(row: FlowRow): Flow {
  return {
    id: row.id,
    realmId: row.realm_id,
    alias: row.alias,
    ...(row.description !== null && { description: row.description }),
    providerId: row.provider_id,
    topLevel: toBoolean(row.top_level),
    builtIn: toBoolean(row.built_in),
  }
}

export function fromFlow(flow: Flow): FlowRow {
  return {
    id: flow.id,
    realm_id: flow.realmId,
    alias: flow.alias,
    description: flow.description ?? null,
    provider_id: flow.providerId,
    top_level: fromBoolean(flow.topLevel),
    built_in: fromBoolean(flow.builtIn),
  }
}

export function toExecution(row: ExecutionRow): Execution {
  return {
    id: row.id,
    realmId: row.realm_id,
    flowId: row.flow_id,
    ...(row.authenticator !== null && { authenticator: row.authenticator }),
    ...(row.sub_flow_id !== null && { subFlowId: row.sub_flow_id }),
    requirement: row.requirement,
    priority: row.priority,
    ...(row.config_id !== null && { configId: row.config_id }),
  }
}

export function fromExecution(execution: Execution): ExecutionRow {
  return {
    id: execution.id,
    realm_id: execution.realmId,
    flow_id: execution.flowId,
    authenticator: execution.authenticator ?? null,
    sub_flow_id: execution.subFlowId ?? null,
    requirement: execution.requirement,
    priority: execution.priority,
    config_id: execution.configId ?? null,
  }
}

export function toAuthenticatorConfig(row: AuthenticatorConfigRow): AuthenticatorConfig {
  return {
    id: row.id,
    realmId: row.realm_id,
    alias: row.alias,
    config: toJson<AuthenticatorConfig['config']>(row.config),
  }
}

export function fromAuthenticatorConfig(config: AuthenticatorConfig): AuthenticatorConfigRow {
  return { id: config.id, realm_id: config.realmId, alias: config.alias, config: fromJson(config.config) }
}

export function toRequiredAction(row: RequiredActionRow): RequiredActionSetting {
  return {
    id: row.id,
    realmId: row.realm_id,
    alias: row.alias,
    providerId: row.provider_id,
    name: row.name,
    enabled: toBoolean(row.enabled),
    defaultAction: toBoolean(row.default_action),
    priority: row.priority,
    config: toJson<RequiredActionSetting['config']>(row.config),
  }
}

export function fromRequiredAction(action: RequiredActionSetting): RequiredActionRow {
  return {
    id: action.id,
    realm_id: action.realmId,
    alias: action.alias,
    provider_id: action.providerId,
    name: action.name,
    enabled: fromBoolean(action.enabled),
    default_action: fromBoolean(action.defaultAction),
    priority: action.priority,
    config: fromJson(action.config),
  }
}
