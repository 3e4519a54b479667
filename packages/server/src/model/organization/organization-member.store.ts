import { Conflict } from '../../kernel/error.ts'
import { toKey } from '../../kernel/text.ts'
import { fromBoolean, toBoolean } from '../../storage/columns.ts'
import { containsText } from '../../storage/contains-text.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import type { Page } from '../../storage/page.ts'
import { withParts } from '../user/search-users.ts'
import type { User } from '../user/user.ts'
import type { MembershipType, Organization } from './organization.ts'

type Owner = Pick<Organization, 'id' | 'realmId'>

export interface Member {
  readonly user: User
  readonly membershipType: MembershipType
}

export interface MemberFilter {
  /** Text in username, e-mail address or names, or the whole of one with `exact`. */
  readonly search?: string | undefined
  readonly exact?: boolean | undefined
  readonly membershipType?: MembershipType | undefined
  /** Those in this group of the organization. */
  readonly groupId?: string
}

/** By username. */
export async function listMembers(db: Db, owner: Owner, filter: MemberFilter, page: Page): Promise<readonly Member[]> {
  const rows = await select(db, owner, filter)
    .selectAll('u')
    .select('m.managed')
    .orderBy('u.username_key')
    .limit(page.max)
    .offset(page.first)
    .execute()
  const users = await withParts(db, owner.realmId, rows)
  const managed = new Set(rows.filter((row) => toBoolean(row.managed)).map(({ id }) => id))
  return users.map((user) => ({ user, membershipType: managed.has(user.id) ? 'MANAGED' : 'UNMANAGED' }))
}

export async function countMembers(db: Db, owner: Owner, filter: MemberFilter = {}): Promise<number> {
  const row = await select(db, owner, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Undefined for somebody who is no member. */
export async function findMembership(db: Db, owner: Owner, userId: string): Promise<MembershipType | undefined> {
  const row = await db.query
    .selectFrom('organization_member')
    .select('managed')
    .where('realm_id', '=', owner.realmId)
    .where('organization_id', '=', owner.id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row && (toBoolean(row.managed) ? 'MANAGED' : 'UNMANAGED')
}

/** Throws `Conflict` for a member. The user must be of the organization's realm. */
export async function addMember(
  tx: Tx,
  owner: Owner,
  user: Pick<User, 'id'>,
  membershipType: MembershipType,
): Promise<void> {
  const write = tx.query
    .insertInto('organization_member')
    .values({
      realm_id: owner.realmId,
      organization_id: owner.id,
      user_id: user.id,
      managed: fromBoolean(membershipType === 'MANAGED'),
      joined_at: tx.clock.now(),
    })
    .execute()
  const problem = 'User is already a member of the organization.'
  await orConflict(tx, write, (cause) => new Conflict('member', 'id', problem, cause))
}

export async function deleteMembership(tx: Tx, owner: Owner, userId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('organization_member')
    .where('realm_id', '=', owner.realmId)
    .where('organization_id', '=', owner.id)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export async function listManagedMemberIds(db: Db, owner: Owner, limit: number): Promise<readonly string[]> {
  const rows = await db.query
    .selectFrom('organization_member')
    .select('user_id')
    .where('realm_id', '=', owner.realmId)
    .where('organization_id', '=', owner.id)
    .where('managed', '=', 1)
    .limit(limit)
    .execute()
  return rows.map((row) => row.user_id)
}

function select(db: Db, owner: Owner, { search, exact, membershipType, groupId }: MemberFilter) {
  let query = db.query
    .selectFrom('organization_member as m')
    .innerJoin('user_account as u', 'u.id', 'm.user_id')
    .where('m.realm_id', '=', owner.realmId)
    .where('m.organization_id', '=', owner.id)
  if (membershipType) query = query.where('m.managed', '=', fromBoolean(membershipType === 'MANAGED'))
  if (groupId !== undefined) {
    query = query.where('m.user_id', 'in', (eb) =>
      eb.selectFrom('organization_group_member as g').select('g.user_id').where('g.group_id', '=', groupId),
    )
  }
  if (!search) return query
  const key = toKey(search)
  const columns = ['u.username_key', 'u.email_key', 'u.first_name_key', 'u.last_name_key'] as const
  return query.where((eb) => eb.or(columns.map((column) => (exact ? eb(column, '=', key) : containsText(column, key)))))
}
