import type { JwtClaims } from '../../crypto/jws.ts'
import { OAuthError } from '../../kernel/error.ts'

/** Chains that are longer are refused: each link makes every later token longer. */
const longestChain = 8

/**
 * The claim `act` (RFC 8693, section 4.1): who acts now, and within it who acted before. Without an actor token the
 * chain of the subject token goes on as it is. Throws when the subject token says that somebody else may act
 * (section 4.4), or the chain gets too long.
 */
export function nameActor(subject: JwtClaims, actor: JwtClaims | undefined): object | undefined {
  const before = readMember(subject, 'act')
  if (!actor) return before
  const permitted = readMember(subject, 'may_act')
  if (permitted && !Object.entries(permitted).every(([name, value]) => actorMember(actor, name) === value)) {
    throw new OAuthError('access_denied', 'Actor not allowed to act for the subject', {
      status: 403,
      event: 'not_allowed',
    })
  }
  if (before && countActors(before) >= longestChain) {
    throw new OAuthError('invalid_request', 'Too many actors')
  }
  return { sub: actor['sub'], client_id: actor['azp'], ...(before ? { act: before } : {}) }
}

/** `client_id` is what others call the claim that Keycloak calls `azp`. */
function actorMember(actor: JwtClaims, name: string): unknown {
  return name === 'client_id' ? actor['azp'] : actor[name]
}

function countActors(act: object): number {
  const within = readMember(Object.fromEntries(Object.entries(act)), 'act')
  return within ? 1 + countActors(within) : 1
}

function readMember(claims: JwtClaims, name: string): object | undefined {
  const value = claims[name]
  return typeof value === 'object' && value !== null ? value : undefined
}
