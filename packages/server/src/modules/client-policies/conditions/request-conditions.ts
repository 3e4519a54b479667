import { readText, readTexts } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyCondition, ClientPolicyContext, ClientPolicyEvent } from '../../../spi/client-policy.ts'
import { negativeLogicProperty, withNegativeLogic } from './negative-logic.ts'

/** OpenID Connect Core, sections 3.1.2.1 and 5.5.1.1: asked for by parameter, or as an essential claim. */
export const acrCondition: ClientPolicyCondition = {
  id: 'acr-condition',
  helpText: 'The condition is satisfied when configured acr value is requested',
  properties: [
    { name: 'acr-property', label: 'ACR', helpText: 'ACR to be requested to satisfy the condition', type: 'String' },
  ],
  prepare(configuration) {
    const wanted = readText(configuration, 'acr-property')
    return ({ event, parameters }) => {
      if (event !== 'AUTHORIZATION_REQUEST' && event !== 'PUSHED_AUTHORIZATION_REQUEST') return undefined
      const asked = [...(parameters['acr_values'] ?? '').split(' '), ...readClaimedAcr(parameters['claims'])]
      return wanted !== undefined && asked.includes(wanted)
    }
  },
}

function readClaimedAcr(claims: string | undefined): readonly string[] {
  try {
    const acr: unknown = JSON.parse(claims ?? '{}')?.id_token?.acr
    if (typeof acr !== 'object' || acr === null) return []
    const { value, values } = acr as { value?: unknown; values?: unknown }
    return [value, ...(Array.isArray(values) ? values : [])].filter((one) => typeof one === 'string')
  } catch {
    return []
  }
}

const grantTypes: Partial<Record<ClientPolicyEvent, string>> = {
  TOKEN_REQUEST: 'authorization_code',
  TOKEN_REFRESH: 'refresh_token',
  SERVICE_ACCOUNT_TOKEN_REQUEST: 'client_credentials',
  RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST: 'password',
  TOKEN_EXCHANGE_REQUEST: 'urn:ietf:params:oauth:grant-type:token-exchange',
  JWT_AUTHORIZATION_GRANT: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  DEVICE_AUTHORIZATION_REQUEST: 'urn:ietf:params:oauth:grant-type:device_code',
  DEVICE_TOKEN_REQUEST: 'urn:ietf:params:oauth:grant-type:device_code',
  BACKCHANNEL_AUTHENTICATION_REQUEST: 'urn:openid:params:grant-type:ciba',
  BACKCHANNEL_TOKEN_REQUEST: 'urn:openid:params:grant-type:ciba',
}

export const grantTypeCondition: ClientPolicyCondition = {
  id: 'grant-type',
  helpText: 'The condition checks that the grant type used is one of those in the configured list.',
  properties: [
    negativeLogicProperty,
    {
      name: 'grant_types',
      label: 'Grant Types',
      helpText: 'The condition evaluates to true if the current grant type is one of those in the list',
      type: 'MultivaluedList',
      options: [
        'authorization_code',
        'implicit',
        'refresh_token',
        'password',
        'client_credentials',
        'urn:ietf:params:oauth:grant-type:token-exchange',
        'urn:ietf:params:oauth:grant-type:device_code',
        'urn:ietf:params:oauth:grant-type:jwt-bearer',
      ],
    },
  ],
  prepare(configuration) {
    const wanted = readTexts(configuration, 'grant_types')
    return withNegativeLogic(configuration, (context) => {
      const types = grantTypesOf(context)
      return types.length === 0 ? undefined : types.some((type) => wanted.includes(type))
    })
  },
}

function grantTypesOf({ event, parameters }: ClientPolicyContext): readonly string[] {
  if (event !== 'AUTHORIZATION_REQUEST' && event !== 'PUSHED_AUTHORIZATION_REQUEST') {
    const type = grantTypes[event]
    return type === undefined ? [] : [type]
  }
  const parts = (parameters['response_type'] ?? '').split(' ')
  const isImplicit = parts.includes('token') || parts.includes('id_token')
  return [...(parts.includes('code') ? ['authorization_code'] : []), ...(isImplicit ? ['implicit'] : [])]
}
