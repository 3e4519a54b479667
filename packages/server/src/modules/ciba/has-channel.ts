import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { ServerContext } from '../../spi/server-context.ts'

/** Is there a way to ask users of this realm? Without one nothing of CIBA is announced. */
export function hasChannel(server: ServerContext, realm: RealmSnapshot): boolean {
  return [...server.registry.authenticationChannels.values()].some((channel) => channel.isAvailable(server, realm))
}
