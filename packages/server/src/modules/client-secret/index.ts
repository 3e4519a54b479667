/** Client authentication by a shared secret, in the header or in the form: RFC 6749, section 2.3.1. */
import { defineModule } from '../../spi/module.ts'
import { clientSecretAuthenticator } from './client-secret-authenticator.ts'

export const clientSecretModule = defineModule({
  id: 'client-secret',
  clientAuthenticators: [clientSecretAuthenticator],
})
