import type { X509Certificate } from 'node:crypto'
import { isSameName, parseDistinguishedName, readSubject } from '../../crypto/distinguished-name.ts'
import { refuseClient } from '../../oauth/authenticate-client.ts'
import type { ClientAuthenticator } from '../../spi/client-authenticator.ts'
import { isExpectedSubject } from './expected-subject.ts'

/** `tls_client_auth` (RFC 8705, section 2.1). The client names itself by `client_id`. */
export const clientX509Authenticator: ClientAuthenticator = {
  id: 'client-x509',
  displayName: 'X509 Certificate',
  helpText: 'Validates client based on a X509 Certificate',
  methods: ['tls_client_auth'],
  isAvailable: ({ urls }) => urls.mutualTls !== undefined,
  identify: () => undefined,
  async verify({ client }, { request: { clientCertificate } }) {
    const { attributes } = client.settings
    const issuers = clientCertificate?.findTrustedIssuers()
    if (!clientCertificate || !issuers || !isExpectedSubject(clientCertificate.certificate, attributes)) {
      throw refuseClient('invalid_client_credentials')
    }
    const authority = attributes['x509.casubjectdn']?.trim()
    if (authority && !issuers.some((issuer) => isNamed(issuer, authority))) {
      throw refuseClient('invalid_client_credentials')
    }
    return {}
  },
}

function isNamed(certificate: X509Certificate, text: string): boolean {
  const name = parseDistinguishedName(text)
  return name !== undefined && isSameName(name, readSubject(certificate))
}
