import type { JwtClaims } from '../crypto/jws.ts'
import { OAuthError } from '../kernel/error.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { audiencesOf } from './client-assertion.ts'

interface Expected {
  readonly server: Pick<ServerContext, 'clock' | 'urls'>
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
}

/** Clocks of clients may be this far ahead or behind. */
const skewSeconds = 15

/**
 * What a request object says of itself must hold (RFC 7519, section 4.1; RFC 9101, sections 4 and 10). Nothing of it has
 * to be there, as in Keycloak: client policies ask for more.
 */
export function requireRequestClaims(claims: JwtClaims, { server, realm, client }: Expected): void {
  const { clientId } = client.client
  requireMember(claims['iss'], [clientId], 'iss')
  requireMember(claims['client_id'], [clientId], 'client_id')
  const authorizationEndpoint = `${server.urls.realm(realm.realm.name)}/protocol/openid-connect/auth`
  requireMember(claims['aud'], [...audiencesOf(server, realm.realm.name), authorizationEndpoint], 'aud')
  const now = server.clock.now() / 1000
  const expiresAt = readTime(claims, 'exp')
  if (expiresAt !== undefined && now >= expiresAt + skewSeconds)
    throw refuseRequestObject('The request object has expired')
  const notBefore = readTime(claims, 'nbf')
  if (notBefore !== undefined && now < notBefore - skewSeconds)
    throw refuseRequestObject('The request object is not valid yet')
  for (const name of ['request', 'request_uri']) {
    if (claims[name] !== undefined) throw refuseRequestObject(`A request object has no ${name}`)
  }
}

/** Claims of the token as such, which are no parameters of the request. */
const registeredClaims = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'])

/** The parameters in a request object as they would have come in a query: JSON as text, numbers and truth values too. */
export function toRequestParameters(claims: JwtClaims): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]) => {
      if (registeredClaims.has(name) || value === null || value === '') return []
      return [[name, typeof value === 'string' ? value : JSON.stringify(value)]]
    }),
  )
}

function requireMember(value: unknown, accepted: readonly string[], name: string): void {
  if (value === undefined) return
  const values: readonly unknown[] = Array.isArray(value) && name === 'aud' ? value : [value]
  if (!values.some((one) => typeof one === 'string' && accepted.includes(one))) {
    throw refuseRequestObject(`The ${name} of the request object is another`)
  }
}

function readTime(claims: JwtClaims, name: 'exp' | 'nbf'): number | undefined {
  const value = claims[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw refuseRequestObject(`The ${name} of the request object is no time`)
  return value
}

export function refuseRequestObject(description: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_request_object', description, { event: 'invalid_request', cause })
}
