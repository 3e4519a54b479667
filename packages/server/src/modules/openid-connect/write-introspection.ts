import { signJwt } from '../../crypto/jws.ts'
import type { Client } from '../../model/client/client.ts'
import { noStore } from '../../oauth/oauth-reply.ts'
import { requireKey } from '../../oauth/token-keys.ts'
import { toSeconds } from '../../oauth/token-times.ts'
import { json, type Reply } from '../../spi/reply.ts'
import type { RealmContext, RequestFacts } from '../../spi/request.ts'
import type { Claims } from '../../spi/token-issue.ts'

const signedType = 'token-introspection+jwt'

/** As JSON (RFC 7662, section 2.2), or signed for the caller who asks for that (RFC 9701, sections 4 and 5). */
export async function writeIntrospection(
  { server, realm, request }: RealmContext,
  { clientId }: Client,
  introspection: Claims,
): Promise<Reply> {
  const mediaType = `application/${signedType}`
  if (!accepts(request, mediaType)) return json(introspection, 200, noStore)
  const claims = {
    iss: server.urls.realm(realm.realm.name),
    aud: clientId,
    iat: toSeconds(server.clock.now()),
    // Not beside the others: so it can never be taken for an access token (section 8.1).
    token_introspection: introspection,
  }
  const body = await signJwt(requireKey(realm, undefined), claims, { typ: signedType })
  return { kind: 'bytes', status: 200, mediaType, body, headers: noStore }
}

function accepts({ headers }: RequestFacts, mediaType: string): boolean {
  const ranges = (headers['accept']?.toString() ?? '').split(',')
  return ranges.some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === mediaType)
}
