import type { Endpoint } from '@ztrust/contract/endpoint'
import { readUnverifiedJwt } from '../crypto/jws.ts'
import { AccessDenied, NotFound, Unauthenticated } from '../kernel/error.ts'
import { verifyDeviceRequest } from '../model/device/verify-device-request.ts'
import { managementPermissions } from '../model/permission/management-permission.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { VerifiedAccessToken } from '../model/token/verify-access-token.ts'
import { readCredentials } from '../oauth/presented-credentials.ts'
import { verifyPresentedToken } from '../oauth/verify-presented-token.ts'
import type { Caller, RequestFacts } from '../spi/request.ts'
import type { ServerContext } from '../spi/server-context.ts'

/** Is this an endpoint of a family whose callers must be known? */
export function needsCaller({ family }: Endpoint): boolean {
  return family === 'admin' || family === 'account' || family === 'device'
}

/**
 * Finds out who calls an endpoint of the admin, account or device family, and whether they may: before anything else
 * is looked at. Undefined for the families that need no caller.
 */
export async function authenticateCaller(
  server: ServerContext,
  declaration: Endpoint,
  facts: RequestFacts,
  target: RealmSnapshot | undefined,
): Promise<Caller | undefined> {
  switch (declaration.family) {
    case 'admin':
      return requirePermission(await adminCaller(server, facts, target), declaration)
    case 'account':
      if (!target) throw new NotFound('realm', 'Realm does not exist')
      return requirePermission(await accountCaller(server, facts, target), declaration)
    case 'device':
      // Enrolment comes before there is a device: those endpoints say so by naming no permission.
      if (!target || declaration.permission.length === 0) return undefined
      return deviceCaller(server, facts, target)
    default:
      return undefined
  }
}

function requirePermission(caller: Caller, { permission }: Endpoint): Caller {
  if (permission.length > 0 && !caller.can(...permission)) throw new AccessDenied(permission.join(' or '))
  return caller
}

/** An administrator of this realm, or of the master realm, with the roles that both the user and the token hold. */
async function adminCaller(
  server: ServerContext,
  facts: RequestFacts,
  target: RealmSnapshot | undefined,
): Promise<Caller> {
  const credentials = readCredentials(facts)
  const realm = await server.realms.byName(issuingRealm(server, credentials.token))
  if (!realm?.realm.enabled) throw new Unauthenticated('unknown issuer')
  if (target && realm.realm.name !== 'master' && realm.realm.id !== target.realm.id)
    throw new Unauthenticated('foreign realm')
  const verified = await verifyPresentedToken(server, realm, facts, credentials)
  const permissions = await managementPermissions(server, realm, verified.user, target ?? realm, verified.client)
  return toCaller(realm, verified, (names) => names.some((name) => permissions.has(name)))
}

/** A user of this realm, by a token that is meant for the account API. */
async function accountCaller(server: ServerContext, facts: RequestFacts, target: RealmSnapshot): Promise<Caller> {
  const verified = await verifyPresentedToken(server, target, facts, readCredentials(facts))
  const { aud, resource_access: access } = verified.claims
  const audience = Array.isArray(aud) ? aud : [aud]
  if (!audience.includes('account')) throw new AccessDenied('audience account')
  const account =
    typeof access === 'object' && access !== null ? (access as Record<string, unknown>)['account'] : undefined
  const named = typeof account === 'object' && account !== null ? (account as { roles?: unknown }).roles : undefined
  const roles = new Set(Array.isArray(named) ? named : [])
  return toCaller(target, verified, (names) => names.some((name) => roles.has(name)))
}

/** A user by the signature of an enrolled phone. The account console stands for the authenticator as client. */
async function deviceCaller(server: ServerContext, facts: RequestFacts, realm: RealmSnapshot): Promise<Caller> {
  const { device, user } = await verifyDeviceRequest(server, realm.realm, facts)
  const client = await realm.client('account-console')
  if (!client) throw new Unauthenticated('no account console')
  return { realm, user, client, device, claims: {}, can: (...names) => names.includes('device') }
}

function toCaller(
  realm: RealmSnapshot,
  verified: VerifiedAccessToken,
  can: (names: readonly string[]) => boolean,
): Caller {
  return {
    realm,
    user: verified.user,
    client: verified.client,
    claims: verified.claims,
    ...(verified.userSession
      ? { sessionId: verified.userSession.id, authenticatedAt: verified.userSession.authenticatedAt }
      : {}),
    can: (...names) => can(names),
  }
}

/** The realm a token says it is from: not believed, only used to find the keys to verify it with. */
function issuingRealm(server: ServerContext, token: string): string {
  const prefix = `${server.urls.base}/realms/`
  try {
    const issuer = readUnverifiedJwt(token).claims['iss']
    if (typeof issuer === 'string' && issuer.startsWith(prefix)) return decodeURIComponent(issuer.slice(prefix.length))
  } catch {
    throw new Unauthenticated('malformed token')
  }
  throw new Unauthenticated('foreign issuer')
}
