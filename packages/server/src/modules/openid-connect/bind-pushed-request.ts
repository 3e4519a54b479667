import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { RealmContext } from '../../spi/request.ts'

/**
 * RFC 9449, section 10.1: who pushes a request with a proof gets a code for the key of the proof, as if its thumbprint
 * had come as `dpop_jkt`.
 */
export async function bindPushedRequest(
  context: RealmContext,
  client: ClientSnapshot,
  parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const { server, request } = context
  const binding = server.registry.tokenBindings.find((one) => one.member === 'jkt' && one.isOffered(request))
  if (!binding) return parameters
  const thumbprint = await binding.prove({ ...context, client })
  const announced = parameters['dpop_jkt']
  if (announced !== undefined && announced !== thumbprint) {
    const description = 'DPoP Proof public key thumbprint does not match dpop_jkt'
    throw new OAuthError('invalid_request', description, { event: 'invalid_dpop_proof' })
  }
  return { ...parameters, dpop_jkt: thumbprint }
}
