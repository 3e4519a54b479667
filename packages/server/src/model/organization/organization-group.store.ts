import { sql } from 'kysely'
import { Conflict } from '../../kernel/error.ts'
import { toKey } from '../../kernel/text.ts'
import { fromJson, toJson } from '../../storage/columns.ts'
import { containsText } from '../../storage/contains-text.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import type { Page } from '../../storage/page.ts'
import type { Organization } from './organization.ts'
import type { OrganizationGroup } from './organization-group.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    organization_group: OrganizationGroupRow
    organization_group_member: OrganizationGroupMemberRow
  }
}

interface OrganizationGroupRow {
  id: string
  realm_id: string
  organization_id: string
  parent_id: string | null
  name: string
  name_key: string
  path: string
  attributes: string
}

interface OrganizationGroupMemberRow {
  realm_id: string
  group_id: string
  organization_id: string
  user_id: string
}

type Owner = Pick<Organization, 'id' | 'realmId'>

export interface OrganizationGroupFilter {
  /** Text in the name, or the whole of it with `exact`; groups at every depth then. */
  readonly search?: string | undefined
  readonly exact?: boolean | undefined
  /** Those under this group; without a search, those at the top when it is absent. */
  readonly parentId?: string | undefined
  /** Those that this user is in. */
  readonly memberId?: string | undefined
}

/** By name. */
export async function listOrganizationGroups(
  db: Db,
  owner: Owner,
  { search, exact, parentId, memberId }: OrganizationGroupFilter,
  page: Page,
): Promise<readonly OrganizationGroup[]> {
  let query = select(db, owner)
  if (search) {
    const key = toKey(search)
    query = query.where((eb) => (exact ? eb('name_key', '=', key) : containsText('name_key', key)))
  }
  if (parentId !== undefined) query = query.where('parent_id', '=', parentId)
  else if (!search && memberId === undefined) query = query.where('parent_id', 'is', null)
  if (memberId !== undefined) {
    query = query.where('id', 'in', (eb) =>
      eb
        .selectFrom('organization_group_member')
        .select('group_id')
        .where('organization_id', '=', owner.id)
        .where('user_id', '=', memberId),
    )
  }
  const rows = await query.orderBy('name').orderBy('id').limit(page.max).offset(page.first).execute()
  return rows.map(toGroup)
}

/** Of whichever organization of the realm: the caller tells a foreign one from none, as Keycloak does. */
export async function findOrganizationGroup(
  db: Db,
  realmId: string,
  id: string,
): Promise<OrganizationGroup | undefined> {
  const row = await db.query
    .selectFrom('organization_group')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toGroup(row)
}

export async function findOrganizationGroupByPath(
  db: Db,
  owner: Owner,
  path: string,
): Promise<OrganizationGroup | undefined> {
  const row = await select(db, owner).where('path', '=', path).executeTakeFirst()
  return row && toGroup(row)
}

/** Throws `Conflict` for the name of a sibling. */
export async function insertOrganizationGroup(tx: Tx, group: OrganizationGroup): Promise<void> {
  const write = tx.query.insertInto('organization_group').values(fromGroup(group)).execute()
  await orConflict(tx, write, (cause) => sameName(group, cause))
}

/** A new name is part of the paths of all groups below. Throws `Conflict` for the name of a sibling. */
export async function updateOrganizationGroup(
  tx: Tx,
  before: OrganizationGroup,
  { name, attributes }: Pick<OrganizationGroup, 'name' | 'attributes'>,
): Promise<void> {
  const path = `${before.path.slice(0, before.path.lastIndexOf('/'))}/${name}`
  const after = { ...before, name, path, attributes }
  const { id, realm_id, organization_id, ...changed } = fromGroup(after)
  const write = tx.query.updateTable('organization_group').set(changed).where('id', '=', id).execute()
  await orConflict(tx, write, (cause) => sameName(after, cause))
  if (path === before.path) return
  const prefix = `${before.path}/`
  await tx.query
    .updateTable('organization_group')
    .set({ path: sql<string>`${`${path}/`} || substr(path, ${prefix.length + 1})` })
    .where('realm_id', '=', realm_id)
    .where('organization_id', '=', organization_id)
    .where(sql<string>`substr(path, 1, ${prefix.length})`, '=', prefix)
    .execute()
}

/** With all groups below. */
export async function deleteOrganizationGroup(tx: Tx, { id, realmId }: OrganizationGroup): Promise<void> {
  await tx.query.deleteFrom('organization_group').where('realm_id', '=', realmId).where('id', '=', id).execute()
}

/** Puts a member of the organization into a group; nothing for one who is in it. */
export async function joinOrganizationGroup(tx: Tx, group: OrganizationGroup, userId: string): Promise<void> {
  await tx.query
    .insertInto('organization_group_member')
    .values({ realm_id: group.realmId, group_id: group.id, organization_id: group.organizationId, user_id: userId })
    .onConflict((conflict) => conflict.columns(['group_id', 'user_id']).doNothing())
    .execute()
}

export async function leaveOrganizationGroup(tx: Tx, group: OrganizationGroup, userId: string): Promise<void> {
  await tx.query
    .deleteFrom('organization_group_member')
    .where('group_id', '=', group.id)
    .where('user_id', '=', userId)
    .execute()
}

function sameName({ parentId }: OrganizationGroup, cause: unknown): Conflict {
  const message =
    parentId === undefined
      ? 'Group with the given name already exists.'
      : 'Sibling group with the given name already exists'
  return new Conflict('group', 'name', message, cause)
}

function select(db: Db, { realmId, id }: Owner) {
  return db.query
    .selectFrom('organization_group')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('organization_id', '=', id)
}

function toGroup(row: OrganizationGroupRow): OrganizationGroup {
  return {
    id: row.id,
    realmId: row.realm_id,
    organizationId: row.organization_id,
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
    name: row.name,
    path: row.path,
    attributes: toJson<OrganizationGroup['attributes']>(row.attributes),
  }
}

function fromGroup(group: OrganizationGroup): OrganizationGroupRow {
  return {
    id: group.id,
    realm_id: group.realmId,
    organization_id: group.organizationId,
    parent_id: group.parentId ?? null,
    name: group.name,
    name_key: toKey(group.name),
    path: group.path,
    attributes: fromJson(group.attributes),
  }
}
