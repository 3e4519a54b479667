import { fromJson, toJson } from '../../storage/columns.ts'
import type { Component, ComponentConfig } from './component.ts'

export interface ComponentRow {
  id: string
  realm_id: string
  parent_id: string
  provider_type: string
  provider_id: string
  sub_type: string | null
  name: string
  config: string
  created_at: number
  due_at: number | null
}

declare module '../../storage/schema.ts' {
  interface Schema {
    component: ComponentRow
  }
}

export function toComponent(row: ComponentRow): Component {
  return {
    id: row.id,
    realmId: row.realm_id,
    parentId: row.parent_id,
    providerType: row.provider_type,
    providerId: row.provider_id,
    ...(row.sub_type !== null && { subType: row.sub_type }),
    name: row.name,
    config: toJson<ComponentConfig>(row.config),
    createdAt: row.created_at,
    ...(row.due_at !== null && { dueAt: row.due_at }),
  }
}

export function fromComponent(component: Component): ComponentRow {
  return {
    id: component.id,
    realm_id: component.realmId,
    parent_id: component.parentId,
    provider_type: component.providerType,
    provider_id: component.providerId,
    sub_type: component.subType ?? null,
    name: component.name,
    config: fromJson(component.config),
    created_at: component.createdAt,
    due_at: component.dueAt ?? null,
  }
}
