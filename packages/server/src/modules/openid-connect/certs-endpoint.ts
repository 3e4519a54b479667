import { createHash } from 'node:crypto'
import { getCerts } from '@ztrust/contract/oidc'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'

type KeySet = { readonly keys: readonly unknown[]; readonly etag: string }

/** Of one state of a realm; a snapshot never changes. */
const keySets = new WeakMap<RealmSnapshot, KeySet>()

/** Kept by applications only to ask again, as in Keycloak: then what did not change need not be sent. */
export const certsEndpoint = implement(getCerts, async (_request, { realm, request, allowOrigins }) => {
  allowOrigins(['*'])
  const { keys, etag } = keySets.get(realm) ?? collectKeys(realm)
  const headers = { 'cache-control': 'no-cache', etag }
  return request.headers['if-none-match'] === etag ? empty(304, headers) : json({ keys }, 200, headers)
})

/** Highest priority first. */
function collectKeys(realm: RealmSnapshot): KeySet {
  const keys = realm.keys.flatMap((key) => (key.publicJwk && key.status !== 'DISABLED' ? [key.publicJwk] : []))
  const etag = `"${createHash('sha256').update(JSON.stringify(keys)).digest('base64url')}"`
  const set = { keys, etag }
  keySets.set(realm, set)
  return set
}
