import * as z from 'zod'
import { JwtError, signJwt, verifyJwt } from '../crypto/jws.ts'
import { verificationKey } from '../model/key/signing-key.ts'
import type { RealmSettings } from '../model/realm/realm-settings.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ActionToken } from '../spi/action-token.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { requireRefreshKey } from './token-keys.ts'

type Server = Pick<ServerContext, 'urls' | 'clock' | 'ids'>

export interface IssuedActionToken {
  readonly id: string
  /** What stands in the mail. */
  readonly link: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** The claims, under Keycloak's names where it has one. */
const Claims = z.object({
  jti: z.string(),
  typ: z.string(),
  sub: z.string(),
  azp: z.string(),
  eml: z.string(),
  exp: z.number(),
  reduri: z.string().optional(),
  rqac: z.array(z.string()),
  tab: z.string().optional(),
  notes: z.record(z.string(), z.string()),
})

/** Signs a link for a mail with the realm's HMAC key. `lifespan` is in seconds. */
export async function issueActionToken(
  server: Server,
  realm: RealmSnapshot,
  input: Omit<ActionToken, 'id' | 'expiresAt'>,
  lifespan: number,
): Promise<IssuedActionToken> {
  const issuer = server.urls.realm(realm.realm.name)
  const now = Math.floor(server.clock.now() / 1000)
  const id = server.ids.uuid()
  const claims: z.output<typeof Claims> & Readonly<Record<'iss' | 'aud', string>> & { readonly iat: number } = {
    jti: id,
    typ: input.type,
    sub: input.userId,
    azp: input.clientId,
    eml: input.email,
    iss: issuer,
    aud: issuer,
    iat: now,
    exp: now + lifespan,
    rqac: [...input.requiredActions],
    notes: { ...input.notes },
    ...(input.redirectUri === undefined ? {} : { reduri: input.redirectUri }),
    ...(input.tabId === undefined ? {} : { tab: input.tabId }),
  }
  const query = new URLSearchParams({ key: await signJwt(requireRefreshKey(realm), claims) })
  query.set('client_id', input.clientId)
  if (input.tabId !== undefined) query.set('tab_id', input.tabId)
  return { id, link: `${issuer}/login-actions/action-token?${query}`, expiresAt: (now + lifespan) * 1000 }
}

/** What a link stands for, when it is one of this realm: `expired` when it was, undefined when it is none. */
export async function verifyActionToken(
  server: Server,
  realm: RealmSnapshot,
  key: string,
): Promise<ActionToken | 'expired' | undefined> {
  const issuer = server.urls.realm(realm.realm.name)
  const lookUp = (kid: string | undefined, alg: string) =>
    alg === 'HS512' ? verificationKey(realm, kid, alg) : undefined
  try {
    const verified = await verifyJwt(key, lookUp, { now: server.clock.now(), issuer, audience: issuer })
    // Signed by the same key, tokens of other kinds (refresh tokens) have other claims.
    const claims = Claims.safeParse(verified.claims)
    if (!claims.success) return undefined
    const { jti, typ, sub, azp, eml, exp, reduri, rqac, tab, notes } = claims.data
    return {
      id: jti,
      type: typ,
      userId: sub,
      clientId: azp,
      email: eml,
      expiresAt: exp * 1000,
      requiredActions: rqac,
      notes,
      ...(reduri === undefined ? {} : { redirectUri: reduri }),
      ...(tab === undefined ? {} : { tabId: tab }),
    }
  } catch (error) {
    if (!(error instanceof JwtError)) throw error
    return error.code === 'expired' ? 'expired' : undefined
  }
}

/** Seconds that a link is good which a user asked for; realms may say it for each type (Keycloak's attributes). */
export function userActionLifespan(settings: RealmSettings, type: string): number {
  const own = Number(settings.attributes[`actionTokenGeneratedByUserLifespan.${type}`])
  return Number.isInteger(own) && own > 0 ? own : settings.actionTokenGeneratedByUserLifespan
}
