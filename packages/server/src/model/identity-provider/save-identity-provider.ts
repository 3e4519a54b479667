import { Conflict, InvalidInput } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import { findIdentityProvider } from './identity-provider.store.ts'
import { fromIdentityProvider } from './identity-provider.table.ts'
import { type IdentityProvider, issuerOfClientAssertions, issuerOfGrants } from './identity-provider.ts'

/**
 * Makes or replaces an identity provider, its secrets sealed already. Throws in Keycloak's words when alias or issuer
 * are another's.
 */
export async function saveIdentityProvider(tx: Tx, provider: IdentityProvider): Promise<void> {
  const { realmId, id, alias } = provider
  const sameAlias = await findIdentityProvider(tx, realmId, { alias })
  if (sameAlias && sameAlias.id !== id) throw refuseAlias(alias)
  const issuer = issuerOfGrants(provider)
  const assertionIssuer = issuerOfClientAssertions(provider)
  if (issuer) requireSame(id, await findIdentityProvider(tx, realmId, { issuer }))
  if (assertionIssuer) requireSame(id, await findIdentityProvider(tx, realmId, { assertionIssuer }))
  const row = fromIdentityProvider(provider)
  const write = tx.query
    .insertInto('identity_provider')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  await orConflict(tx, write, () => refuseAlias(alias))
}

/** Nobody could tell whose signature to check when two said they are the same issuer. */
function requireSame(id: string, found: IdentityProvider | undefined): void {
  if (!found || found.id === id) return
  throw new InvalidInput(
    undefined,
    `Issuer URL already used for IDP '${found.alias}', Issuer must be unique if the idp supports JWT Authorization Grant or Federated Client Authentication`,
  )
}

function refuseAlias(alias: string): Conflict {
  return new Conflict('identity provider', 'alias', `Identity Provider ${alias} already exists`)
}
