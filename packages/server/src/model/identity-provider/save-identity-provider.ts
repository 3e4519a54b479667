import { Conflict, InvalidInput } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import { findIdentityProvider } from './identity-provider.store.ts'
import { fromIdentityProvider } from './identity-provider.table.ts'
import type { IdentityProvider } from './identity-provider.ts'

/** Makes or replaces an identity provider. Throws Keycloak's words: no issuer, or alias or issuer of another. */
export async function saveIdentityProvider(tx: Tx, provider: IdentityProvider): Promise<void> {
  const { realmId, id, alias, config } = provider
  const { issuer } = config
  if (!issuer) throw new InvalidInput(undefined, 'Issuer is required')
  const sameAlias = await findIdentityProvider(tx, realmId, { alias })
  if (sameAlias && sameAlias.id !== id) throw refuseAlias(alias)
  const sameIssuer = await findIdentityProvider(tx, realmId, { issuer })
  if (sameIssuer && sameIssuer.id !== id) {
    throw new InvalidInput(
      undefined,
      `Issuer URL already used for IDP '${sameIssuer.alias}', Issuer must be unique if the idp supports JWT Authorization Grant or Federated Client Authentication`,
    )
  }
  const row = fromIdentityProvider(provider)
  const write = tx.query
    .insertInto('identity_provider')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  await orConflict(tx, write, () => refuseAlias(alias))
}

function refuseAlias(alias: string): Conflict {
  return new Conflict('identity provider', 'alias', `Identity Provider ${alias} already exists`)
}
