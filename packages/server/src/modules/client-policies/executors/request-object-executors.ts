import { OAuthError } from '../../../kernel/error.ts'
import { type PolicyConfiguration, readFlag, readText } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyContext, ClientPolicyExecutor, ClientPolicyHandler } from '../../../spi/client-policy.ts'
import type { ConfigProperty } from '../../../spi/config-property.ts'
import { invalidRequest } from '../amend-client.ts'

const availablePeriod = (helpText: string): ConfigProperty => ({
  name: 'available-period',
  label: 'Available Period',
  helpText,
  type: 'String',
  defaultValue: '3600',
})

/** FAPI 1.0 Advanced, section 5.2.2; FAPI 2.0 Message Signing, section 5.3.2. */
export const secureRequestObjectExecutor: ClientPolicyExecutor = {
  id: 'secure-request-object',
  helpText:
    'The executor checks whether the client treats the request object in its authorization request by following Financial-grade API Security Profile : Read and Write API Security Profile.',
  properties: [
    {
      name: 'verify-nbf',
      label: 'Verify Not-Before',
      helpText:
        "If ON, then it will be verified if 'request' object used in OIDC authorization request contains not-before claim and this claim will be validated",
      type: 'boolean',
      defaultValue: true,
    },
    availablePeriod(
      "The maximum period in seconds for which the 'request' object used in OIDC authorization request is considered valid. It is used if 'Verify Not-Before' is ON.",
    ),
    {
      name: 'encryption-required',
      label: 'Encryption Required',
      helpText:
        'Whether request object encryption is required. If enabled, request objects must be encrypted. Otherwise, encryption is optional.',
      type: 'boolean',
      defaultValue: false,
    },
    {
      name: 'allowed-clock-skew',
      label: 'Allowed Clock Skew',
      helpText:
        "The allowed clock skew (sec) between a client and Keycloak. For example, if nbf claim values of 'request' object is ahead from Keycloak's clock within the clock skew, Keycloak accept the object even if its nbf claim value indicates the future.",
      type: 'String',
      defaultValue: '15',
    },
  ],
  prepare(configuration) {
    const check: ClientPolicyHandler = (context) => {
      const { requestObject } = context
      if (!requestObject) throw invalidRequest("Missing parameter: 'request' or 'request_uri'")
      requirePeriod(context, configuration, requestObject.claims)
      requirePast(context, configuration, requestObject.claims)
      if (requestObject.claims['aud'] === undefined) throw missing('aud')
      if (readFlag(configuration, 'encryption-required') && !requestObject.isEncrypted) {
        throw invalidObject('Request object not encrypted')
      }
      return undefined
    }
    return {
      // What was pushed was looked at when it was pushed.
      AUTHORIZATION_REQUEST: (context) => (context.isPushed ? undefined : check(context)),
      PUSHED_AUTHORIZATION_REQUEST: check,
    }
  },
}

/** FAPI-CIBA, section 5.2.2. */
export const cibaSignedRequestExecutor: ClientPolicyExecutor = {
  id: 'secure-ciba-signed-authn-req',
  helpText:
    'The executor checks whether the client treats the signed authentication request in its CIBA backchannel authentication request by following Financial-grade API CIBA Security Profile.',
  properties: [
    availablePeriod(
      "The maximum period in seconds for which the 'request' signed authentication request used in CIBA backchannel authentication request is considered valid.",
    ),
  ],
  prepare: (configuration) => ({
    BACKCHANNEL_AUTHENTICATION_REQUEST: (context) => {
      if (!context.requestObject) throw invalidRequest("Missing parameter: 'request' or 'request_uri'")
      requirePeriod(context, configuration, context.requestObject.claims)
      return undefined
    },
  }),
}

/** FAPI-CIBA, section 5.2.2: the user can tell which request it is. */
export const cibaSessionExecutor: ClientPolicyExecutor = {
  id: 'secure-ciba-session',
  helpText:
    "To distinguish which authentication belongs to which CIBA flow, it refuses backchannel authentication request which lacks 'binding_message' parameter.",
  properties: [],
  prepare: () => ({
    BACKCHANNEL_AUTHENTICATION_REQUEST: ({ parameters }) => {
      if (parameters['binding_message'] === undefined) throw invalidRequest('Missing parameter: binding_message')
      return undefined
    },
  }),
}

/** The object says from when to when it is good, and that is not long. It is good now: that was found out before. */
function requirePeriod(
  { server }: ClientPolicyContext,
  configuration: PolicyConfiguration,
  { exp, nbf }: Readonly<Record<string, unknown>>,
): void {
  if (typeof exp !== 'number') throw missing('exp')
  if (!readFlag(configuration, 'verify-nbf', true)) return
  if (typeof nbf !== 'number') throw missing('nbf')
  const longest = Number(readText(configuration, 'available-period') ?? '3600')
  const age = server.clock.now() / 1000 - nbf
  if (exp - nbf > longest || age > longest) throw invalidObject("Request's available period is long")
}

/** Clocks of clients may be ahead: as far as every request object may be (oauth/request-object-claims), or less. */
function requirePast(
  { server }: ClientPolicyContext,
  configuration: PolicyConfiguration,
  { nbf, iat }: Readonly<Record<string, unknown>>,
): void {
  const latest = server.clock.now() / 1000 + Number(readText(configuration, 'allowed-clock-skew') ?? '15')
  const isVerified = readFlag(configuration, 'verify-nbf', true)
  if (isVerified && typeof nbf === 'number' && nbf > latest) throw invalidObject('Request not yet being processed')
  if (typeof iat === 'number' && iat > latest) throw invalidObject('Request issued in the future')
}

function missing(name: string): OAuthError {
  return invalidObject(`Missing parameter in the 'request' object: ${name}`)
}

function invalidObject(description: string): OAuthError {
  return new OAuthError('invalid_request_object', description)
}
