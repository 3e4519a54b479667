import { isSignatureAlgorithm, type SignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import { refuseClient } from '../../oauth/authenticate-client.ts'
import { type ClientAssertion, jwtBearerAssertion, readClientAssertion } from '../../oauth/client-assertion.ts'
import { refuseAssertion } from '../../oauth/refuse-assertion.ts'
import type { ClientAuthenticationContext } from '../../spi/client-authenticator.ts'

/** An assertion that claims to come from this client, by an algorithm that it may use; nothing is verified yet. */
export interface ClaimedAssertion extends ClientAssertion {
  readonly algorithm: SignatureAlgorithm
  readonly kid: string | undefined
}

/** Header types of assertions (RFC 7523bis); none is the usual one. */
const headerTypes: ReadonlySet<unknown> = new Set([undefined, 'jwt', 'client-authentication+jwt'])

/** The client signs its own assertions: it is issuer and subject (RFC 7523, section 3, points 1 and 2). */
export function requireOwnAssertion(
  { client }: ClientSnapshot,
  { parameters }: ClientAuthenticationContext,
  isFamily: (algorithm: SignatureAlgorithm) => boolean,
): ClaimedAssertion {
  const assertion = requireAssertion(parameters)
  const { iss, sub } = assertion.claims
  if (typeof sub !== 'string' || iss !== sub) throw refuseClient('invalid_client_credentials')
  if (sub !== client.clientId) throw refuseAssertion('client_id parameter does not match authenticated client')
  const { alg: algorithm, kid, typ } = assertion.header
  // RFC 8725, section 3.12: what a client signs for another purpose says nothing here.
  if (!headerTypes.has(typeof typ === 'string' ? typ.toLowerCase() : typ)) {
    throw refuseAssertion('Invalid token type')
  }
  const registered = client.settings.attributes['token.endpoint.auth.signing.alg']
  if (
    typeof algorithm !== 'string' ||
    !isSignatureAlgorithm(algorithm) ||
    !isFamily(algorithm) ||
    (registered && registered !== algorithm)
  ) {
    throw refuseAssertion('Invalid signature algorithm')
  }
  return { ...assertion, algorithm, kid: typeof kid === 'string' ? kid : undefined }
}

/** RFC 7521, section 4.2: assertion and type come together. */
function requireAssertion(parameters: Readonly<Record<string, string>>): ClientAssertion {
  const type = parameters['client_assertion_type']
  if (type === undefined) throw refuseAssertion('Parameter client_assertion_type is missing')
  if (type !== jwtBearerAssertion) {
    throw refuseAssertion(`Parameter client_assertion_type has value '${type}' but expected is '${jwtBearerAssertion}'`)
  }
  if (parameters['client_assertion'] === undefined) throw refuseAssertion('client_assertion parameter missing')
  const assertion = readClientAssertion(parameters)
  if (!assertion) throw refuseAssertion('Client authentication with signed JWT failed: the assertion is not a JWT')
  return assertion
}
