import { toKey } from '../../kernel/text.ts'
import { fromBoolean, toBoolean } from '../../storage/columns.ts'
import type { Organization, OrganizationDomain } from './organization.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    organization: OrganizationRow
    organization_attribute: OrganizationAttributeRow
    organization_domain: OrganizationDomainRow
    organization_member: OrganizationMemberRow
  }
}

export interface OrganizationRow {
  id: string
  realm_id: string
  name: string
  name_key: string
  alias: string
  enabled: number
  description: string | null
  redirect_url: string | null
  created_at: number
}

export interface OrganizationAttributeRow {
  realm_id: string
  organization_id: string
  name: string
  ordinal: number
  value: string
}

export interface OrganizationDomainRow {
  realm_id: string
  organization_id: string
  name: string
  verified: number
}

export interface OrganizationMemberRow {
  realm_id: string
  organization_id: string
  user_id: string
  managed: number
  joined_at: number
}

export function toOrganization(
  row: OrganizationRow,
  attributes: readonly OrganizationAttributeRow[],
  domains: readonly OrganizationDomainRow[],
): Organization {
  const values = Map.groupBy(attributes, ({ name }) => name)
  return {
    id: row.id,
    realmId: row.realm_id,
    name: row.name,
    alias: row.alias,
    enabled: toBoolean(row.enabled),
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.redirect_url === null ? {} : { redirectUrl: row.redirect_url }),
    attributes: Object.fromEntries([...values].map(([name, rows]) => [name, rows.map(({ value }) => value)])),
    domains: domains.map(toDomain),
    createdAt: row.created_at,
  }
}

function toDomain({ name, verified }: OrganizationDomainRow): OrganizationDomain {
  return { name, verified: toBoolean(verified) }
}

export function fromOrganization(organization: Organization): OrganizationRow {
  return {
    id: organization.id,
    realm_id: organization.realmId,
    name: organization.name,
    name_key: toKey(organization.name),
    alias: organization.alias,
    enabled: fromBoolean(organization.enabled),
    description: organization.description ?? null,
    redirect_url: organization.redirectUrl ?? null,
    created_at: organization.createdAt,
  }
}

export function fromAttributes({ id, realmId, attributes }: Organization): OrganizationAttributeRow[] {
  return Object.entries(attributes).flatMap(([name, values]) =>
    values.map((value, ordinal) => ({ realm_id: realmId, organization_id: id, name, ordinal, value })),
  )
}

export function fromDomains({ id, realmId, domains }: Organization): OrganizationDomainRow[] {
  return domains.map(({ name, verified }) => ({
    realm_id: realmId,
    organization_id: id,
    name,
    verified: fromBoolean(verified),
  }))
}
