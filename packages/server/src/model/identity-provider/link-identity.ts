import { Conflict } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import type { FederatedIdentity, IdentityProvider } from './identity-provider.ts'

/** Notes as whom an identity provider knows a user; each user once, and each id of the provider once. Else `Conflict`. */
export async function linkIdentity(
  tx: Tx,
  { realmId, id }: Pick<IdentityProvider, 'realmId' | 'id'>,
  { userId, externalId, externalName }: Omit<FederatedIdentity, 'identityProviderId'>,
): Promise<void> {
  const write = tx.query
    .insertInto('federated_identity')
    .values({
      realm_id: realmId,
      user_id: userId,
      identity_provider_id: id,
      external_id: externalId,
      external_name: externalName,
    })
    .execute()
  await orConflict(
    tx,
    write,
    (cause) => new Conflict('federated identity', 'userId', 'User is already linked with provider', cause),
  )
}

/** False when there was no link. */
export async function unlinkIdentity(
  tx: Tx,
  { realmId, id }: Pick<IdentityProvider, 'realmId' | 'id'>,
  userId: string,
): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom('federated_identity')
    .where('realm_id', '=', realmId)
    .where('identity_provider_id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}
