import { afterAll, beforeAll } from 'vitest'
import { type Certificates, type CertifiedWorld, certifiedWorld } from '../fixture/certified-client.ts'
import { describeMusts } from '../fixture/must-table.ts'
import { addClient, post, secret } from '../fixture/oidc-application.ts'

let world: CertifiedWorld

beforeAll(async () => {
  world = await certifiedWorld()
  await world.addCertified('app', { 'x509.subjectdn': 'CN=client,O=Acme' })
  await world.addCertified('other', { 'x509.subjectdn': 'CN=other' })
  await world.addCertified('unset', {})
  await world.addCertified('malformed', { 'x509.subjectdn': 'client' })
  await addClient(world.server, world.realm, 'by-secret', { serviceAccountsEnabled: true })
})
afterAll(() => world.stop())

const show =
  (clientId: string, certificate?: keyof Certificates, more?: Record<string, string>) => (at: CertifiedWorld) =>
    at.ask(clientId, certificate && at.certificates[certificate], more)
const accepted = { status: 200, body: { token_type: 'Bearer' } }
const refused = { status: 401, body: { error: 'invalid_client' } }

describeMusts('RFC 8705, section 2: mutual TLS client authentication', () => world, [
  {
    section: '2',
    must: 'a client that shows the certificate it is registered with is authenticated',
    request: show('app', 'good'),
    expected: accepted,
  },
  {
    section: '2',
    must: 'the client names itself by client_id, in every request',
    request: (at) => at.ask('', at.certificates.good),
    expected: refused,
  },
  {
    section: '2',
    must: 'without a certificate the client is refused with invalid_client',
    request: show('app'),
    expected: refused,
  },
  {
    section: '2',
    must: 'a certificate of another subject does not match: invalid_client',
    request: show('app', 'other'),
    expected: refused,
  },
  {
    section: '2',
    must: "another client's certificate proves that client only",
    request: show('other', 'good'),
    expected: refused,
  },
  {
    section: '2',
    must: 'an unknown client_id is refused, whatever certificate comes with it',
    request: show('nobody', 'good'),
    expected: refused,
  },
  {
    section: '2',
    must: 'a secret is no substitute for the certificate',
    request: show('app', undefined, { client_secret: secret }),
    expected: refused,
  },
  {
    section: '2',
    must: 'a certificate is no substitute for the secret of a client registered for one',
    request: show('by-secret', 'good'),
    expected: { status: 401, body: { error: 'unauthorized_client' } },
  },
  {
    section: '2',
    must: 'a client that proves itself otherwise may still show a certificate, to bind tokens to',
    request: show('by-secret', 'good', { client_secret: secret }),
    expected: accepted,
  },
  {
    section: '2.1',
    must: 'the chain is validated: one in between leads to the trust store',
    request: show('app', 'chained'),
    expected: accepted,
  },
  {
    section: '2.1',
    must: 'the chain is validated: a self-signed certificate of the right subject is refused',
    request: show('app', 'selfSigned'),
    expected: refused,
  },
  {
    section: '2.1',
    must: 'the chain is validated: an authority of the same name and another key is refused',
    request: show('app', 'foreign'),
    expected: refused,
  },
  {
    section: '2.1',
    must: 'the chain is validated: an expired certificate is refused',
    request: show('app', 'expired'),
    expected: refused,
  },
  {
    section: '2.1.2',
    must: 'exactly one subject is registered: without it no certificate is right',
    request: show('unset', 'good'),
    expected: refused,
  },
  {
    section: '2.1.2',
    must: 'the registered subject is the text of a distinguished name (RFC 4514)',
    request: show('malformed', 'good'),
    expected: refused,
  },
  {
    section: '2',
    must: 'it holds at every endpoint that authenticates clients: introspection',
    request: (at) => post(at.server, at.realm, 'token/introspect', { client_id: 'app', token: 'x' }, {}),
    expected: refused,
  },
  {
    section: '2',
    must: 'it holds at every endpoint that authenticates clients: revocation',
    request: (at) => post(at.server, at.realm, 'revoke', { client_id: 'app', token: 'x' }, {}),
    expected: refused,
  },
  {
    section: '5',
    must: 'the aliases of endpoints where certificates are shown are announced',
    request: (at) => at.server.inject({ url: `/realms/${at.realm.realm.name}/.well-known/openid-configuration` }),
    expected: { status: 200, body: { mtls_endpoint_aliases: {} } },
  },
])
