import { fromJson, toJson } from '../../storage/columns.ts'
import type { ClientScope, ProtocolMapper } from './client-scope.ts'

export interface ClientScopeRow {
  id: string
  realm_id: string
  name: string
  protocol: ClientScope['protocol']
  description: string | null
  attributes: string
}

export interface ClientScopeAssignmentRow {
  realm_id: string
  client_id: string
  client_scope_id: string
  is_default: number
}

export interface RealmClientScopeRow {
  realm_id: string
  client_scope_id: string
  is_default: number
}

export interface ProtocolMapperRow {
  id: string
  realm_id: string
  client_id: string | null
  client_scope_id: string | null
  name: string
  protocol: ProtocolMapper['protocol']
  mapper: string
  config: string
}

export interface ScopeMappingRow {
  realm_id: string
  /** Id of a client or of a client scope. */
  container_id: string
  role_id: string
}

declare module '../../storage/schema.ts' {
  interface Schema {
    client_scope: ClientScopeRow
    client_scope_assignment: ClientScopeAssignmentRow
    realm_client_scope: RealmClientScopeRow
    protocol_mapper: ProtocolMapperRow
    scope_mapping: ScopeMappingRow
  }
}

export function toClientScope(row: ClientScopeRow): ClientScope {
  return {
    id: row.id,
    realmId: row.realm_id,
    name: row.name,
    ...(row.description !== null && { description: row.description }),
    protocol: row.protocol,
    attributes: toJson<ClientScope['attributes']>(row.attributes),
  }
}

export function fromClientScope(scope: ClientScope): ClientScopeRow {
  return {
    id: scope.id,
    realm_id: scope.realmId,
    name: scope.name,
    protocol: scope.protocol,
    description: scope.description ?? null,
    attributes: fromJson(scope.attributes),
  }
}

export function toProtocolMapper(row: ProtocolMapperRow): ProtocolMapper {
  return {
    id: row.id,
    realmId: row.realm_id,
    ...(row.client_id !== null && { clientId: row.client_id }),
    ...(row.client_scope_id !== null && { clientScopeId: row.client_scope_id }),
    name: row.name,
    protocol: row.protocol,
    mapper: row.mapper,
    config: toJson<ProtocolMapper['config']>(row.config),
  }
}

export function fromProtocolMapper(mapper: ProtocolMapper): ProtocolMapperRow {
  return {
    id: mapper.id,
    realm_id: mapper.realmId,
    client_id: mapper.clientId ?? null,
    client_scope_id: mapper.clientScopeId ?? null,
    name: mapper.name,
    protocol: mapper.protocol,
    mapper: mapper.mapper,
    config: fromJson(mapper.config),
  }
}
