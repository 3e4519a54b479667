/** Why a proof does not count. The message is public, in Keycloak's words. */
export class ProofError extends Error {
  readonly code: 'invalid_dpop_proof' | 'use_dpop_nonce'
  constructor(message: string, code: 'invalid_dpop_proof' | 'use_dpop_nonce' = 'invalid_dpop_proof', cause?: unknown) {
    super(message, { cause })
    this.name = 'ProofError'
    this.code = code
  }
}
