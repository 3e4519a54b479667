import { OAuthError } from '../kernel/error.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { Claims } from '../spi/token-issue.ts'

/** RFC 8141, section 2. */
const urn = /^urn:[a-z0-9][a-z0-9-]{0,31}:([a-z0-9()+,\-.:=@;$_!*'/]|%[0-9a-f]{2})+$/i
/** Names a client of the realm as the resource (Keycloak's). */
const clientUrn = 'urn:client:'
/** Attribute of the client that stands for a resource: the resource's address. */
const addressAttribute = 'resource_url'
const longestResource = 2048

/** RFC 8707, section 2: an absolute URI without fragment; as in Keycloak also without query. Throws `invalid_target`. */
export function requireResource(resource: string | undefined): void {
  if (resource !== undefined && !isResource(resource)) throw refuseResource()
}

function isResource(resource: string): boolean {
  if (resource.length > longestResource) return false
  if (/^urn:/i.test(resource)) return urn.test(resource)
  return !/[?#]/.test(resource) && URL.canParse(resource)
}

/**
 * The resource that tokens are for: the one asked for, else the one of the request they go back to. `first` is null
 * where that request named none: then later ones may name none either (RFC 8707, section 2.2: never more than granted).
 */
export function chooseResource(asked: string | undefined, first: string | null | undefined): string | undefined {
  requireResource(asked)
  if (asked !== undefined && first !== undefined && asked !== first) {
    throw refuseResource('The requested resource is not matching the original request.')
  }
  return asked ?? first ?? undefined
}

/**
 * Leaves one audience in an access token: the resource, which must be among those that the token would have had. A
 * client in the audience stands for the resource whose address it has, or is the resource itself.
 */
export async function narrowAudience(claims: Claims, resource: string, realm: RealmSnapshot): Promise<void> {
  const { aud } = claims
  const audiences = (Array.isArray(aud) ? aud : [aud]).filter((one) => typeof one === 'string')
  if (resource.startsWith(clientUrn)) {
    const clientId = resource.slice(clientUrn.length)
    if (!audiences.includes(clientId)) throw refuseResource()
    claims['aud'] = clientId
    return
  }
  const clients = await Promise.all(audiences.map((clientId) => realm.client(clientId)))
  if (!clients.some((one) => one?.client.settings.attributes[addressAttribute] === resource)) throw refuseResource()
  claims['aud'] = resource
}

/** The names under which a client may stand in `aud`. */
export function audienceNames(clientId: string, attributes: Readonly<Record<string, string>>): readonly string[] {
  const address = attributes[addressAttribute]
  return address ? [clientId, address] : [clientId]
}

function refuseResource(
  description = 'The requested resource is invalid, missing, unknown, or malformed.',
): OAuthError {
  return new OAuthError('invalid_target', description, { event: 'invalid_request' })
}
