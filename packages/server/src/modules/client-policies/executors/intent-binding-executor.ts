import { OAuthError } from '../../../kernel/error.ts'
import { readText } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyContext, ClientPolicyExecutor } from '../../../spi/client-policy.ts'
import { OutboundError } from '../../../spi/outbound-client.ts'
import { invalidRequest } from '../amend-client.ts'

/** Open Banking: an intent that a client lodged elsewhere is named by a claim; whoever keeps intents says whose it is. */
export const intentBindingExecutor: ClientPolicyExecutor = {
  id: 'intent-client-bind-checker',
  helpText: 'The executor checks if openbanking_intent_id is bound with a client.',
  properties: [
    {
      name: 'intent-client-bind-check-endpoint',
      label: 'Intent Client Bind Check Endpoint',
      helpText: 'Endpoint for checking if openbanking_intent_id is bound with a client.',
      type: 'String',
      defaultValue: 'https://rs.keycloak-fapi.org/check-intent-client-bound',
    },
  ],
  prepare(configuration) {
    const url = readText(configuration, 'intent-client-bind-check-endpoint')
    // Keycloak's setting without a description.
    const name = readText(configuration, 'intent-name')
    return {
      AUTHORIZATION_REQUEST: async (context) => {
        if (url === undefined || !/^https?:\/\//.test(url)) {
          throw new OAuthError('server_error', 'invalid Intent Client Bind Check Endpoint setting')
        }
        const intent = readIntent(context.parameters['claims'], name)
        if (await isBound(context, url, intent)) return undefined
        throw invalidRequest('The intent is not bound with the client')
      },
    }
  },
}

/** The intent, asked for as an essential claim of the ID token (OpenID Connect Core, section 5.5.1). */
function readIntent(claims: string | undefined, name: string | undefined): string {
  if (!claims) throw invalidRequest('no claim for an intent value in an authorization request')
  if (name === undefined) throw invalidRequest('invalid intent name setting')
  const claim = memberOf(memberOf(parse(claims), 'id_token'), name)
  if (claim === undefined || claim === null) throw invalidRequest('no claim for an intent value for ID token')
  if (memberOf(claim, 'essential') !== true) {
    throw invalidRequest('not specifying a claim for an intent as essential claim')
  }
  const value = memberOf(claim, 'value')
  if (typeof value !== 'string') throw invalidRequest('invalid intent value')
  return value
}

async function isBound({ server, client }: ClientPolicyContext, url: string, intent: string): Promise<boolean> {
  const failure = 'checking intent bound with client failed'
  const body = JSON.stringify({ client_id: client?.client.clientId, intent_id: intent })
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  try {
    const answer = await server.outbound.fetch({ url, method: 'POST', headers, body })
    const bound = answer.status === 200 ? memberOf(JSON.parse(answer.body), 'is_bound') : undefined
    if (typeof bound === 'boolean') return bound
  } catch (cause) {
    if (!(cause instanceof OutboundError || cause instanceof SyntaxError)) throw cause
    throw new OAuthError('invalid_request', failure, { cause })
  }
  throw invalidRequest(failure)
}

function parse(claims: string): unknown {
  try {
    return JSON.parse(claims)
  } catch (cause) {
    throw new OAuthError('invalid_request', 'invalid claim for an intent value', { cause })
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined
}
