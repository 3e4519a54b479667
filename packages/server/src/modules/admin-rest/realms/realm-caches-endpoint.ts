import { clearCrlCache, clearKeysCache, clearRealmCache, clearUserCache } from '@ztrust/contract/admin/realm-caches'
import { forgetFetchedKeySets } from '../../../oauth/fetch-key-set.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'

export const realmCachesEndpoints = [
  implement(clearRealmCache, async (_, context) => forgetRealm(context)),
  // Users are remembered with what their realm says of them.
  implement(clearUserCache, async (_, context) => forgetRealm(context)),

  implement(clearKeysCache, async (_, { server }) => {
    forgetFetchedKeySets(server)
    return empty()
  }),

  // Lists of revoked certificates are read whenever they are needed.
  implement(clearCrlCache, async () => empty()),
]

async function forgetRealm({ server, realm }: Pick<AdminContext, 'server' | 'realm'>) {
  await transact(server.storage, async (tx) => tx.realmChanged(realm.realm.id))
  return empty()
}
