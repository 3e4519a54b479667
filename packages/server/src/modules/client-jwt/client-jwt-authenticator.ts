import { JwtError, verifyJwt } from '../../crypto/jws.ts'
import type { VerificationKey } from '../../crypto/keys.ts'
import { readClientAssertion } from '../../oauth/client-assertion.ts'
import { findClientVerificationKey } from '../../oauth/client-keys.ts'
import { listSecretKeys } from '../../oauth/client-secret-keys.ts'
import { refuseAssertion } from '../../oauth/refuse-assertion.ts'
import type { ClientAuthenticationContext, ClientAuthenticator } from '../../spi/client-authenticator.ts'
import { acceptAssertion } from './accept-assertion.ts'
import { requireOwnAssertion } from './require-assertion.ts'

/** `private_key_jwt`: signed by a private key of the client, verified by the public one it registered. */
export const privateKeyJwtAuthenticator: ClientAuthenticator = {
  id: 'client-jwt',
  displayName: 'Signed JWT',
  helpText: 'Validates client based on signed JWT issued by client and signed with the Client private key',
  methods: ['private_key_jwt'],
  identify: identifyByAssertion,
  async verify(client, context) {
    // A public key is nobody's secret (RFC 8725, section 2.1).
    const assertion = requireOwnAssertion(client, context, (algorithm) => !algorithm.startsWith('HS'))
    const { algorithm, kid, token } = assertion
    const key = await findClientVerificationKey(context.server, client.client, kid, algorithm)
    if (!key) throw refuseAssertion('Unable to load public key', { event: 'client_credentials_setup_required' })
    if (!(await isSignedBy(key, token))) {
      throw refuseAssertion('Client authentication with signed JWT failed: Signature on JWT token failed validation')
    }
    const { eventDetails } = await acceptAssertion(client, context, assertion)
    return { eventDetails: { ...eventDetails, ...(kid === undefined ? {} : { client_jwt_kid: kid }) } }
  },
}

/** `client_secret_jwt`: signed by HMAC with the secret, or with the one before it while that is still good. */
export const secretJwtAuthenticator: ClientAuthenticator = {
  id: 'client-secret-jwt',
  displayName: 'Signed JWT with Client Secret',
  helpText: 'Validates client based on signed JWT issued by client and signed with the Client Secret',
  supportsSecret: true,
  methods: ['client_secret_jwt'],
  identify: identifyByAssertion,
  async verify(client, context) {
    // Another algorithm finds no key among the secrets: to Keycloak that is a signature that does not match.
    const assertion = requireOwnAssertion(client, context, () => true)
    for (const key of listSecretKeys(client, assertion.algorithm)) {
      if (await isSignedBy(key, assertion.token)) return await acceptAssertion(client, context, assertion)
    }
    throw refuseAssertion(
      'Client authentication with client secret signed JWT failed: Signature on JWT token by client secret  failed validation',
      { code: 'unauthorized_client' },
    )
  },
}

/** The client that claims to have signed; who signs for others is not meant here. */
function identifyByAssertion({ parameters }: ClientAuthenticationContext): string | undefined {
  const claims = readClientAssertion(parameters)?.claims
  return typeof claims?.['sub'] === 'string' && claims['iss'] === claims['sub'] ? claims['sub'] : undefined
}

async function isSignedBy(key: VerificationKey, token: string): Promise<boolean> {
  try {
    // Times have rules of their own (`checkAssertion`).
    await verifyJwt(token, () => key, { now: Number.MAX_SAFE_INTEGER, expiry: 'ignored' })
    return true
  } catch (error) {
    if (error instanceof JwtError) return false
    throw error
  }
}
