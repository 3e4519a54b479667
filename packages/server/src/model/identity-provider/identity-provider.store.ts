import type { Db } from '../../storage/db.ts'
import { toFederatedIdentity, toIdentityProvider } from './identity-provider.table.ts'
import type { FederatedIdentity, IdentityProvider } from './identity-provider.ts'

/** By alias. */
export async function listIdentityProviders(db: Db, realmId: string): Promise<readonly IdentityProvider[]> {
  const rows = await selectProviders(db, realmId).orderBy('alias').execute()
  return rows.map(toIdentityProvider)
}

export async function findIdentityProvider(
  db: Db,
  realmId: string,
  by: { readonly alias: string } | { readonly issuer: string },
): Promise<IdentityProvider | undefined> {
  const all = selectProviders(db, realmId)
  const row = await ('alias' in by
    ? all.where('alias', '=', by.alias)
    : all.where('issuer', '=', by.issuer)
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

function selectProviders(db: Db, realmId: string) {
  return db.query.selectFrom('identity_provider').selectAll().where('realm_id', '=', realmId)
}

function selectIdentities(db: Db, realmId: string) {
  return db.query.selectFrom('federated_identity').selectAll().where('realm_id', '=', realmId)
}
