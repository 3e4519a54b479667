import type { ClientAuthor } from '../../spi/client-policy.ts'
import type { CallerContext } from '../../spi/request.ts'

/** What the operations of this module need to know of a request: where, by whom, and from which address. */
export type AdminContext = Pick<CallerContext, 'server' | 'realm' | 'caller' | 'request'>

/** An administrator as client policies see who changes a client. */
export function toAuthor({ caller }: Pick<AdminContext, 'caller'>): ClientAuthor {
  return { source: 'ByAuthenticatedUser', user: caller.user, realm: caller.realm }
}

/** Absolute address of something below the realm, for `Location`: clients read the id from its last part. */
export function addressOf({ server, realm }: Pick<AdminContext, 'server' | 'realm'>, ...parts: string[]): string {
  const path = ['admin', 'realms', realm.realm.name, ...parts].map(encodeURIComponent).join('/')
  return `${server.urls.base}/${path}`
}
