import { InvalidInput } from '../../kernel/error.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { fromIdentityProviderMapper, toIdentityProviderMapper } from './identity-provider.table.ts'
import type { IdentityProvider, IdentityProviderMapper } from './identity-provider.ts'

type Owner = Pick<IdentityProvider, 'realmId' | 'id'>

/** Those of one identity provider, by name. */
export async function listIdentityProviderMappers(db: Db, owner: Owner): Promise<readonly IdentityProviderMapper[]> {
  const rows = await selectMappers(db, owner).orderBy('name').execute()
  return rows.map(toIdentityProviderMapper)
}

export async function findIdentityProviderMapper(
  db: Db,
  owner: Owner,
  by: { readonly id: string } | { readonly name: string },
): Promise<IdentityProviderMapper | undefined> {
  const all = selectMappers(db, owner)
  const row = await ('id' in by ? all.where('id', '=', by.id) : all.where('name', '=', by.name)).executeTakeFirst()
  return row && toIdentityProviderMapper(row)
}

/** Makes or replaces a mapper. Throws InvalidInput, in Keycloak's words, when another of its provider has its name. */
export async function saveIdentityProviderMapper(
  tx: Tx,
  provider: Owner & Pick<IdentityProvider, 'providerId'>,
  mapper: IdentityProviderMapper,
): Promise<void> {
  const sameName = await findIdentityProviderMapper(tx, provider, { name: mapper.name })
  if (sameName && sameName.id !== mapper.id) {
    const problem = `Failed to add mapper '${mapper.name}' to identity provider [${provider.providerId}].`
    throw new InvalidInput(undefined, problem)
  }
  const row = fromIdentityProviderMapper(mapper)
  await tx.query
    .insertInto('identity_provider_mapper')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

/** False when there is none. */
export async function deleteIdentityProviderMapper(tx: Tx, owner: Owner, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('identity_provider_mapper')
    .where('realm_id', '=', owner.realmId)
    .where('identity_provider_id', '=', owner.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

function selectMappers(db: Db, { realmId, id }: Owner) {
  return db.query
    .selectFrom('identity_provider_mapper')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('identity_provider_id', '=', id)
}
