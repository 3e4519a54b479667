import { Unauthenticated } from '../kernel/error.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import { type VerifiedAccessToken, verifyAccessToken } from '../model/token/verify-access-token.ts'
import type { RequestFacts } from '../spi/request.ts'
import type { ServerContext } from '../spi/server-context.ts'
import type { PresentedCredentials } from './presented-credentials.ts'

/**
 * Accepts an access token from whoever brings it to a resource of ours: good in itself, and brought by the one it is
 * bound to. Throws `Unauthenticated`.
 */
export async function verifyPresentedToken(
  server: ServerContext,
  realm: RealmSnapshot,
  request: RequestFacts,
  { scheme, token }: PresentedCredentials,
): Promise<VerifiedAccessToken> {
  const verified = await verifyAccessToken(server, realm, token, { takesBound: true })
  const bindings = server.registry.tokenBindings
  const { cnf } = verified.claims
  const { client } = verified
  if (cnf === undefined && scheme === 'Bearer' && !bindings.some((one) => one.isRequired(client))) return verified
  const thumbprints = readThumbprints(cnf)
  const bound = bindings.filter((one) => thumbprints.has(one.member))
  // RFC 7800, section 3.1: a confirmation that cannot be checked is none.
  if (bound.length < thumbprints.size) throw new Unauthenticated('The token is bound in an unknown way', { scheme })
  for (const binding of bindings) {
    const thumbprint = thumbprints.get(binding.member)
    await binding.requireHolder({ server, realm, request, client, scheme, token, thumbprint })
  }
  return verified
}

function readThumbprints(cnf: unknown): ReadonlyMap<string, string> {
  if (cnf === undefined) return new Map()
  const members = typeof cnf === 'object' && cnf !== null ? Object.entries(cnf) : []
  if (members.length === 0) throw new Unauthenticated('The token is bound to nothing')
  return new Map(members.map(([member, value]) => [member, String(value)]))
}
