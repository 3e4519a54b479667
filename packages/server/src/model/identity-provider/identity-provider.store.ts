import { escapeLike, toKey } from '../../kernel/text.ts'
import { matchesPattern } from '../../storage/contains-text.ts'
import type { Db } from '../../storage/db.ts'
import type { Page } from '../../storage/page.ts'
import { toFederatedIdentity, toIdentityProvider } from './identity-provider.table.ts'
import type { FederatedIdentity, IdentityProvider } from './identity-provider.ts'

export interface IdentityProviderFilter {
  /** As Keycloak reads it: a beginning of alias or name, `*` for anything, in quotation marks the whole of it. */
  readonly search?: string
  readonly providerIds?: readonly string[]
  /** Those of this organization; null for those of none. */
  readonly organizationId?: string | null
  readonly page?: Page
}

/** By alias. */
export async function listIdentityProviders(
  db: Db,
  realmId: string,
  { search, providerIds, organizationId, page }: IdentityProviderFilter = {},
): Promise<readonly IdentityProvider[]> {
  if (providerIds?.length === 0) return []
  let query = selectProviders(db, realmId)
  if (search) {
    const pattern = toPattern(search)
    query = query.where((where) =>
      where.or([matchesPattern('alias_key', pattern), matchesPattern('display_name_key', pattern)]),
    )
  }
  if (providerIds) query = query.where('provider_id', 'in', providerIds)
  if (organizationId === null) query = query.where('organization_id', 'is', null)
  else if (organizationId !== undefined) query = query.where('organization_id', '=', organizationId)
  if (page) query = query.limit(page.max).offset(page.first)
  const rows = await query.orderBy('alias').execute()
  return rows.map(toIdentityProvider)
}

export async function findIdentityProvider(
  db: Db,
  realmId: string,
  by: { readonly alias: string } | { readonly issuer: string } | { readonly assertionIssuer: string },
): Promise<IdentityProvider | undefined> {
  const all = selectProviders(db, realmId)
  const row = await ('alias' in by
    ? all.where('alias', '=', by.alias)
    : 'issuer' in by
      ? all.where('issuer', '=', by.issuer).where('issuer', '<>', '')
      : all.where('assertion_issuer', '=', by.assertionIssuer).where('assertion_issuer', '<>', '')
  ).executeTakeFirst()
  return row && toIdentityProvider(row)
}

export async function listFederatedIdentities(
  db: Db,
  realmId: string,
  userId: string,
): Promise<readonly FederatedIdentity[]> {
  const rows = await selectIdentities(db, realmId).where('user_id', '=', userId).execute()
  return rows.map(toFederatedIdentity)
}

/** The user that an identity provider knows by this id of its own. */
export async function findFederatedIdentity(
  db: Db,
  { realmId, id }: Pick<IdentityProvider, 'realmId' | 'id'>,
  externalId: string,
): Promise<FederatedIdentity | undefined> {
  const row = await selectIdentities(db, realmId)
    .where('identity_provider_id', '=', id)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
  return row && toFederatedIdentity(row)
}

function toPattern(search: string): string {
  const quoted = /^"(.*)"$/s.exec(search)?.[1]
  if (quoted !== undefined) return escapeLike(toKey(quoted))
  return `${escapeLike(toKey(search)).replace(/\*+/g, '%')}%`
}

function selectProviders(db: Db, realmId: string) {
  return db.query.selectFrom('identity_provider').selectAll().where('realm_id', '=', realmId)
}

function selectIdentities(db: Db, realmId: string) {
  return db.query.selectFrom('federated_identity').selectAll().where('realm_id', '=', realmId)
}
