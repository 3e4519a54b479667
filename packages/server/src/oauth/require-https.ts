import { OAuthError } from '../kernel/error.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { RequestFacts } from '../spi/request.ts'
import type { Urls } from '../spi/urls.ts'
import { isInternalAddress } from './internal-address.ts'

/** Refuses what the realm's `sslRequired` does not allow over plain HTTP. */
export function requireHttps(urls: Urls, { realm }: RealmSnapshot, { ip }: RequestFacts): void {
  if (urls.secure || realm.settings.sslRequired === 'none') return
  if (realm.settings.sslRequired === 'external' && isInternalAddress(ip)) return
  throw new OAuthError('invalid_request', 'HTTPS required', { status: 403, event: 'ssl_required' })
}
