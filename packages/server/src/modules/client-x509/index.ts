/**
 * Client authentication by a certificate that an authority vouches for, `tls_client_auth`: RFC 8705, sections 2 and 2.1.
 * No routes: it serves every endpoint that authenticates clients, over TLS or behind a proxy that passes the
 * certificate on (http/client-certificate).
 *
 * request -> certificate -> trusted issuers -> subject as registered -> client
 */
import { defineModule } from '../../spi/module.ts'
import { clientX509Authenticator } from './client-x509-authenticator.ts'

export const clientX509Module = defineModule({ id: 'client-x509', clientAuthenticators: [clientX509Authenticator] })
