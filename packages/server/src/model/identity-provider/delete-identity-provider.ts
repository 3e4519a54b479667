import type { Tx } from '../../storage/db.ts'
import type { IdentityProvider } from './identity-provider.ts'

/** Removes an identity provider with all that it knows of users. */
export async function deleteIdentityProvider(
  tx: Tx,
  { realmId, id }: Pick<IdentityProvider, 'realmId' | 'id'>,
): Promise<void> {
  await tx.query.deleteFrom('identity_provider').where('realm_id', '=', realmId).where('id', '=', id).execute()
}
