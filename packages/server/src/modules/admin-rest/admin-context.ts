import type { CallerContext } from '../../spi/request.ts'

/** What the operations of this module need to know of a request: where, by whom, and from which address. */
export type AdminContext = Pick<CallerContext, 'server' | 'realm' | 'caller' | 'request'>

/** Absolute address of something below the realm, for `Location`: clients read the id from its last part. */
export function addressOf({ server, realm }: Pick<AdminContext, 'server' | 'realm'>, ...parts: string[]): string {
  const path = ['admin', 'realms', realm.realm.name, ...parts].map(encodeURIComponent).join('/')
  return `${server.urls.base}/${path}`
}
