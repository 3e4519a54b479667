import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { putSingleUse } from '../../model/single-use/single-use.ts'
import { audiencesOf, type ClientAssertion, checkAssertion } from '../../oauth/client-assertion.ts'
import { refuseAssertion } from '../../oauth/refuse-assertion.ts'
import type { ClientAuthenticationContext, ClientProof } from '../../spi/client-authenticator.ts'
import { transact } from '../../storage/transact.ts'

/** Keycloak's "Max expiration". */
const defaultMaximumAgeSeconds = 60

/**
 * Takes an assertion whose signature is good: its claims must hold, and it must be the first with its `jti` from this
 * client, on any node (RFC 7523, section 3, point 7).
 */
export async function acceptAssertion(
  { client }: ClientSnapshot,
  { server, realm }: ClientAuthenticationContext,
  { claims }: ClientAssertion,
): Promise<ClientProof> {
  const configured = Number(client.settings.attributes['token.endpoint.auth.signing.max.exp'])
  const accepted = checkAssertion(claims, {
    now: server.clock.now(),
    audiences: audiencesOf(server, realm.realm.name),
    maximumAgeSeconds: configured > 0 ? configured : defaultMaximumAgeSeconds,
  })
  if (typeof accepted === 'string') throw refuseAssertion(accepted)
  const { id, expiresAt } = accepted
  const isFirst = await transact(server.storage, (tx) =>
    putSingleUse(tx, realm.realm.id, 'client-assertion', `${client.id} ${id}`, null, expiresAt),
  )
  if (!isFirst) throw refuseAssertion('Token reuse detected')
  return {
    eventDetails: {
      client_assertion_id: id,
      client_assertion_issuer: String(claims['iss']),
      client_assertion_sub: String(claims['sub']),
    },
  }
}
