/**
 * DPoP: access tokens, and refresh tokens of public clients, bound to a key that the client proves to hold with every
 * request. RFC 9449. No routes: proofs come in the header `DPoP` of the token endpoint and of every resource.
 *
 * Keycloak knows no nonces of the server; here a realm may demand them by its attribute `dpop.nonce.required`.
 */
import { asymmetricAlgorithms } from '../../crypto/signature-algorithm.ts'
import { defineModule } from '../../spi/module.ts'
import { dpopBinding } from './dpop-binding.ts'

export const dpopModule = defineModule({
  id: 'dpop',
  tokenBindings: [dpopBinding],
  providerMetadata: () => ({ dpop_signing_alg_values_supported: [...asymmetricAlgorithms] }),
})
