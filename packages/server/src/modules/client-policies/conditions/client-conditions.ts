import type { ClientSettings } from '../../../model/client/client.ts'
import { readText, readTexts } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyCondition, ClientPolicyContext, ClientPolicyEvent } from '../../../spi/client-policy.ts'
import { negativeLogicProperty, withNegativeLogic } from './negative-logic.ts'

/** The client as it is to be, else as it is. */
function settingsOf({ draft, client }: ClientPolicyContext): ClientSettings | undefined {
  return draft?.settings ?? client?.client.settings
}

export const anyClientCondition: ClientPolicyCondition = {
  id: 'any-client',
  helpText: 'The condition is satisfied by any client on any event.',
  properties: [negativeLogicProperty],
  prepare: (configuration) => withNegativeLogic(configuration, () => true),
}

export const accessTypeCondition: ClientPolicyCondition = {
  id: 'client-access-type',
  helpText:
    "It uses the client's access type (confidential, public, bearer-only) to determine whether the policy is applied. Condition is checked during most of OpenID Connect requests (Authorization request, token requests, introspection endpoint request etc). Confidential client has enabled client authentication when public client has disabled client authentication. Bearer-only is deprecated client type.",
  properties: [
    negativeLogicProperty,
    {
      name: 'type',
      label: 'client-accesstype.label',
      helpText: 'client-accesstype.tooltip',
      type: 'MultivaluedList',
      defaultValue: 'confidential',
      options: ['confidential', 'public', 'bearer-only'],
    },
  ],
  prepare(configuration) {
    const types = readTexts(configuration, 'type')
    return withNegativeLogic(configuration, (context) => {
      const settings = settingsOf(context)
      if (!settings) return undefined
      return types.includes(settings.publicClient ? 'public' : settings.bearerOnly ? 'bearer-only' : 'confidential')
    })
  },
}

export const attributesCondition: ClientPolicyCondition = {
  id: 'client-attributes',
  helpText:
    'The condition checks whether all of the specified client attributes exists on the client to determine whether the policy is applied. This effectively allows client administrator to create client attribute of specified name on the client to make sure that particular client policy will be applied on requests of this client. Condition is checked during most of OpenID Connect requests (Authorization request, token requests, introspection endpoint request etc.).',
  properties: [
    negativeLogicProperty,
    {
      name: 'attributes',
      label: 'client-attributes.label',
      helpText: 'client-attributes-condition.tooltip',
      type: 'Map',
    },
  ],
  prepare(configuration) {
    const wanted = readPairs(configuration['attributes'])
    return withNegativeLogic(configuration, (context) => {
      const settings = settingsOf(context)
      return settings && wanted.every(([name, value]) => settings.attributes[name] === value)
    })
  },
}

/** `[{"key": ..., "value": ...}]`, as a list or as a text; or an object. */
function readPairs(value: unknown): readonly (readonly [string, string])[] {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value === '' ? '[]' : value) : value
  if (Array.isArray(parsed)) return parsed.map((pair) => [String(pair?.key), String(pair?.value)])
  return Object.entries(parsed ?? {}).map(([name, one]) => [name, String(one)])
}

export const rolesCondition: ClientPolicyCondition = {
  id: 'client-roles',
  helpText:
    'The condition checks whether one of the specified client roles exists on the client to determine whether the policy is applied. This effectively allows client administrator to create client role of specified name on the client to make sure that particular client policy will be applied on requests of this client. Condition is checked during most of OpenID Connect requests (Authorization request, token requests, introspection endpoint request etc).',
  properties: [
    negativeLogicProperty,
    {
      name: 'roles',
      label: 'client-roles.label',
      helpText: 'client-roles-condition.tooltip',
      type: 'MultivaluedString',
    },
  ],
  prepare(configuration) {
    const names = readTexts(configuration, 'roles')
    return withNegativeLogic(configuration, async ({ realm, client }) => {
      if (!client) return undefined
      const graph = await realm.roles()
      return names.some((name) => graph.find(client.client.id, name) !== undefined)
    })
  },
}

/** Requests that ask for scopes. */
const scopeRequests: ReadonlySet<ClientPolicyEvent> = new Set([
  'AUTHORIZATION_REQUEST',
  'PUSHED_AUTHORIZATION_REQUEST',
  'TOKEN_REQUEST',
  'TOKEN_REFRESH',
  'SERVICE_ACCOUNT_TOKEN_REQUEST',
  'RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST',
  'DEVICE_AUTHORIZATION_REQUEST',
  'BACKCHANNEL_AUTHENTICATION_REQUEST',
  'TOKEN_EXCHANGE_REQUEST',
  'JWT_AUTHORIZATION_GRANT',
])

export const scopesCondition: ClientPolicyCondition = {
  id: 'client-scopes',
  helpText:
    'It uses the scopes requested or assigned in advance to the client to determine whether the policy is applied to this client. Condition is evaluated during OpenID Connect authorization request and/or token request.',
  properties: [
    negativeLogicProperty,
    {
      name: 'scopes',
      label: 'client-scopes-condition.label',
      helpText: 'client-scopes-condition.tooltip',
      type: 'MultivaluedString',
      defaultValue: 'offline_access',
    },
    {
      name: 'type',
      label: 'Scope Type',
      helpText:
        "If set to 'Default', condition evaluates to true if client has some default scopes of the values specified by the 'Expected Scopes' property. If set to 'Optional', condition evaluates to true if client has some optional scopes of the values specified by the 'Expected Scopes' property and at the same time, the scope were used as a value of 'scope' parameter in the request. If set to 'Any', condition evaluates to true if either of the 'Default' or 'Optional' conditions is satisfied.",
      type: 'List',
      defaultValue: 'Optional',
      options: ['Default', 'Optional', 'Any'],
    },
  ],
  prepare(configuration) {
    const names = new Set(readTexts(configuration, 'scopes'))
    const type = readText(configuration, 'type') ?? 'Optional'
    return withNegativeLogic(configuration, ({ event, client, parameters }) => {
      if (!client || !scopeRequests.has(event)) return undefined
      const asked = new Set((parameters['scope'] ?? '').split(' '))
      const byDefault = client.defaultScopes.some(({ name }) => names.has(name))
      const byRequest = client.optionalScopes.some(({ name }) => names.has(name) && asked.has(name))
      return (type !== 'Optional' && byDefault) || (type !== 'Default' && byRequest)
    })
  },
}

export const clientTypeCondition: ClientPolicyCondition = {
  id: 'client-type',
  helpText:
    "Condition that uses the client's protocol (OpenID Connect, SAML) to determine whether the policy is applied.",
  properties: [
    {
      name: 'protocol',
      label: 'Client protocol',
      helpText: 'What client login protocol the condition will apply on.',
      type: 'List',
      defaultValue: 'saml',
      options: ['saml', 'openid-connect'],
    },
  ],
  prepare(configuration) {
    const wanted = readText(configuration, 'protocol') ?? 'saml'
    return withNegativeLogic(configuration, ({ draft, client }) => {
      const protocol = draft?.protocol ?? client?.client.protocol
      return protocol === undefined ? undefined : protocol === wanted
    })
  },
}
