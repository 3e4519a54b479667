import { JwtError, signJwt, verifyJwt } from '../../crypto/jws.ts'
import type { Client } from '../../model/client/client.ts'
import { verificationKey } from '../../model/key/signing-key.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { requireKey } from '../../oauth/token-keys.ts'
import { toSeconds } from '../../oauth/token-times.ts'
import type { ServerContext } from '../../spi/server-context.ts'

/** No `Bearer`: it opens nothing but the place for the answer, although it names a user and a client. */
const type = 'AuthenticationChannel'

export interface AnswerTokenInput {
  /** The secret the decision is made with. */
  readonly decideSecret: string
  readonly client: Client
  readonly userId: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** The token that goes to the user's device with the question. Its claims are those of Keycloak's. */
export async function signAnswerToken(
  { urls, clock }: ServerContext,
  realm: RealmSnapshot,
  { decideSecret, client, userId, expiresAt }: AnswerTokenInput,
): Promise<string> {
  const issuer = urls.realm(realm.realm.name)
  return await signJwt(requireKey(realm, undefined), {
    exp: toSeconds(expiresAt),
    iat: toSeconds(clock.now()),
    jti: decideSecret,
    iss: issuer,
    aud: issuer,
    sub: userId,
    typ: type,
    azp: client.clientId,
  })
}

export interface AnswerToken {
  readonly decideSecret: string
  /** The client's name. */
  readonly clientId: string
}

/** What the token says; undefined when it is not one of ours, or its time is up. */
export async function readAnswerToken(
  { urls, clock }: ServerContext,
  realm: RealmSnapshot,
  token: string,
): Promise<AnswerToken | undefined> {
  const issuer = urls.realm(realm.realm.name)
  try {
    const { claims } = await verifyJwt(token, (kid, algorithm) => verificationKey(realm, kid, algorithm), {
      now: clock.now(),
      type,
      issuer,
      audience: issuer,
    })
    const { jti, azp } = claims
    return typeof jti === 'string' && typeof azp === 'string' ? { decideSecret: jti, clientId: azp } : undefined
  } catch (error) {
    if (error instanceof JwtError) return undefined
    throw error
  }
}
