import { getCerts } from '@ztrust/contract/oidc'
import { implement } from '../../spi/endpoint-handler.ts'
import { json } from '../../spi/reply.ts'

export const certsEndpoint = implement(getCerts, async (_request, { realm, allowOrigins }) => {
  allowOrigins(['*'])
  const keys = realm.keys.flatMap((key) => (key.publicJwk && key.status !== 'DISABLED' ? [key.publicJwk] : []))
  return json({ keys }, 200, { 'cache-control': 'no-cache' })
})
