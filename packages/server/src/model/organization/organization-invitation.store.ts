import { toKey } from '../../kernel/text.ts'
import { containsText } from '../../storage/contains-text.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import type { Organization } from './organization.ts'
import type { OrganizationInvitation } from './organization-invitation.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    organization_invitation: OrganizationInvitationRow
  }
}

interface OrganizationInvitationRow {
  id: string
  realm_id: string
  organization_id: string
  email: string
  email_key: string
  first_name: string | null
  last_name: string | null
  sent_at: number
  expires_at: number
}

type Owner = Pick<Organization, 'id' | 'realmId'>

export interface InvitationFilter {
  /** Text in the address or a name. */
  readonly search?: string | undefined
  readonly email?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly status?: 'PENDING' | 'EXPIRED' | undefined
}

/** By address. */
export async function listInvitations(
  db: Db,
  owner: Owner,
  { search, email, firstName, lastName, status }: InvitationFilter,
  page: Page,
): Promise<readonly OrganizationInvitation[]> {
  let query = select(db, owner)
  if (search) {
    const key = toKey(search)
    query = query.where((eb) =>
      eb.or([
        containsText('email_key', key),
        ...(['first_name', 'last_name'] as const).map((column) => eb(column, '=', search)),
      ]),
    )
  }
  if (email) query = query.where('email_key', '=', toKey(email))
  if (firstName) query = query.where('first_name', '=', firstName)
  if (lastName) query = query.where('last_name', '=', lastName)
  if (status) query = query.where('expires_at', status === 'PENDING' ? '>' : '<=', db.clock.now())
  const rows = await query.orderBy('email_key').limit(page.max).offset(page.first).execute()
  return rows.map(toInvitation)
}

export async function findInvitation(
  db: Db,
  owner: Owner,
  by: { readonly id: string } | { readonly email: string },
): Promise<OrganizationInvitation | undefined> {
  const all = select(db, owner)
  const row = await ('id' in by ? all.where('id', '=', by.id) : all.where('email_key', '=', toKey(by.email)))
    .limit(1)
    .executeTakeFirst()
  return row && toInvitation(row)
}

/** Takes the place of an earlier one for the same address, whose link is worth nothing then. */
export async function saveInvitation(tx: Tx, invitation: OrganizationInvitation): Promise<void> {
  const row = fromInvitation(invitation)
  await tx.query
    .insertInto('organization_invitation')
    .values(row)
    .onConflict((conflict) => conflict.columns(['organization_id', 'email_key']).doUpdateSet(row))
    .execute()
}

/** False when there is none. */
export async function deleteInvitation(tx: Tx, owner: Owner, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('organization_invitation')
    .where('realm_id', '=', owner.realmId)
    .where('organization_id', '=', owner.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

function select(db: Db, { realmId, id }: Owner) {
  return db.query
    .selectFrom('organization_invitation')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('organization_id', '=', id)
}

function toInvitation(row: OrganizationInvitationRow): OrganizationInvitation {
  return {
    id: row.id,
    realmId: row.realm_id,
    organizationId: row.organization_id,
    email: row.email,
    ...(row.first_name === null ? {} : { firstName: row.first_name }),
    ...(row.last_name === null ? {} : { lastName: row.last_name }),
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
  }
}

function fromInvitation(invitation: OrganizationInvitation): OrganizationInvitationRow {
  return {
    id: invitation.id,
    realm_id: invitation.realmId,
    organization_id: invitation.organizationId,
    email: invitation.email,
    email_key: toKey(invitation.email),
    first_name: invitation.firstName ?? null,
    last_name: invitation.lastName ?? null,
    sent_at: invitation.sentAt,
    expires_at: invitation.expiresAt,
  }
}
