import { clearCrlCache, clearKeysCache, clearRealmCache, clearUserCache } from '@ztrust/contract/admin/realm-caches'
import { forgetFetchedKeySets } from '../../../oauth/fetch-key-set.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'

export const realmCachesEndpoints = [
  implement(clearRealmCache, async (_, { server, realm }) => {
    await transact(server.storage, async (tx) => tx.realmChanged(realm.realm.id))
    return empty()
  }),

  implement(clearKeysCache, async (_, { server }) => {
    forgetFetchedKeySets(server)
    return empty()
  }),

  // Users and lists of revoked certificates are read whenever they are needed.
  implement(clearUserCache, async () => empty()),
  implement(clearCrlCache, async () => empty()),
]
