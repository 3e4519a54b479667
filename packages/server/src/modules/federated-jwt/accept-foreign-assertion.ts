import { putSingleUse } from '../../model/single-use/single-use.ts'
import { checkAssertion } from '../../oauth/client-assertion.ts'
import { refuseAssertion } from '../../oauth/refuse-assertion.ts'
import type { ClientAuthenticationContext, ClientProof } from '../../spi/client-authenticator.ts'
import { transact } from '../../storage/transact.ts'
import type { Trust } from './find-trust.ts'
import type { ForeignAssertion } from './read-foreign-assertion.ts'

/**
 * Takes an assertion whose signature is good: it is for this realm alone, made lately, and, where its issuer makes one
 * for each use, the first with its `jti` on any node (RFC 7523, section 3, point 7).
 */
export async function acceptForeignAssertion(
  { server, realm }: ClientAuthenticationContext,
  { provider, rules }: Trust,
  { claims, subject }: ForeignAssertion,
): Promise<ClientProof> {
  const { maximumAgeSeconds, skewSeconds, isReusable } = rules
  const accepted = checkAssertion(claims, {
    now: server.clock.now(),
    // The issuer alone: an older name of ours, the token endpoint, is none that somebody else's platform has to know.
    audiences: [server.urls.realm(realm.realm.name)],
    ...{ maximumAgeSeconds, skewSeconds, isReusable },
  })
  if (typeof accepted === 'string') throw refuseAssertion(accepted)
  if (!isReusable) {
    const key = `${provider.id} ${accepted.id}`
    const isFirst = await transact(server.storage, (tx) =>
      putSingleUse(tx, realm.realm.id, 'federated-assertion', key, null, accepted.expiresAt),
    )
    if (!isFirst) throw refuseAssertion('Token reuse detected')
  }
  const { jti, iss } = claims
  return {
    eventDetails: {
      ...(typeof jti === 'string' ? { client_assertion_id: jti } : {}),
      ...(typeof iss === 'string' ? { client_assertion_issuer: iss } : {}),
      client_assertion_sub: subject,
    },
  }
}
