import { JwtError, verifyJwt } from '../../crypto/jws.ts'
import type { VerificationKey } from '../../crypto/keys.ts'
import { isSignatureAlgorithm, type SignatureAlgorithm } from '../../crypto/signature-algorithm.ts'
import { federationAttributes, listFederatedClients } from '../../model/client/federated-subject.store.ts'
import { refuseClient } from '../../oauth/authenticate-client.ts'
import { refuseAssertion } from '../../oauth/refuse-assertion.ts'
import type { ClientAuthenticationContext, ClientAuthenticator } from '../../spi/client-authenticator.ts'
import { acceptForeignAssertion } from './accept-foreign-assertion.ts'
import { findIssuingKey } from './find-issuing-key.ts'
import { findIssuer, findTrust } from './find-trust.ts'
import { type ForeignAssertion, readForeignAssertion } from './read-foreign-assertion.ts'

export const federatedJwtAuthenticator: ClientAuthenticator = {
  id: 'federated-jwt',
  displayName: 'Signed JWT - Federated',
  helpText: 'Validates client based on signed JWT issued and signed by an external identity provider',
  clientConfig: [
    {
      name: federationAttributes.issuer,
      label: 'Identity provider',
      helpText: 'Issuer of the client assertion. Use the alias of an identity provider set up in this realm.',
      type: 'String',
      required: true,
    },
    {
      name: federationAttributes.subject,
      label: 'Federated subject',
      helpText: 'External clientId (subject) as provided by the identity provider.',
      type: 'String',
      required: true,
    },
  ],
  // As Keycloak: no name in discovery, where `private_key_jwt` means keys of the client's own.
  methods: [],
  identify: identifyBySubject,
  async verify({ client }, context) {
    const assertion = readForeignAssertion(context.parameters)
    const trusted = assertion && (await findTrust(context, client.settings.attributes, assertion))
    if (!trusted) throw refuseClient('invalid_client_credentials')
    const algorithm = requireAlgorithm(assertion)
    const key = await findIssuingKey(context.server, trusted.provider, assertion, algorithm)
    // Keycloak says no more of it than that.
    if (!key || !(await isSignedBy(key, assertion.token))) throw refuseClient('invalid_client_credentials')
    return await acceptForeignAssertion(context, trusted, assertion)
  },
}

/** The one client of which this identity provider speaks under this subject. */
async function identifyBySubject(context: ClientAuthenticationContext): Promise<string | undefined> {
  const { server, realm, parameters } = context
  // Whoever names the client need not be looked for.
  const assertion = parameters['client_id'] === undefined ? readForeignAssertion(parameters) : undefined
  if (!assertion) return undefined
  const found: string[] = []
  for (const { clientId, alias } of await listFederatedClients(server.storage, realm.realm.id, assertion.subject)) {
    if (await findIssuer(context, alias, assertion)) found.push(clientId)
  }
  const [only, ...others] = found
  if (only === undefined || others.length > 0) return undefined
  return (await realm.clientById(only))?.client.clientId
}

/** Secrets are nobody's signature here, and `none` is none (RFC 8725, sections 2.1 and 3.2). */
function requireAlgorithm({ header: { alg } }: ForeignAssertion): SignatureAlgorithm {
  if (typeof alg === 'string' && isSignatureAlgorithm(alg) && !alg.startsWith('HS')) return alg
  throw refuseAssertion('Invalid signature algorithm')
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
