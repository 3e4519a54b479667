import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import * as z from 'zod'

const urls = z.array(z.string().trim().max(4000)).max(1000)

/** What the settings form edits, in its own words: `isConfidential` instead of Keycloak's `publicClient`. */
export const clientSettingsSchema = z.object({
  clientId: z.string().trim().min(1).max(255),
  name: z.string().max(255),
  description: z.string().max(4000),
  enabled: z.boolean(),
  alwaysDisplayInConsole: z.boolean(),
  rootUrl: z.string().max(4000),
  baseUrl: z.string().max(4000),
  redirectUris: urls,
  logoutUris: urls,
  webOrigins: urls,
  isConfidential: z.boolean(),
  standardFlowEnabled: z.boolean(),
  directAccessGrantsEnabled: z.boolean(),
  implicitFlowEnabled: z.boolean(),
  serviceAccountsEnabled: z.boolean(),
  pkce: z.string(),
  fullScopeAllowed: z.boolean(),
  consentRequired: z.boolean(),
  frontchannelLogout: z.boolean(),
  backchannelUrl: z.string().max(4000),
  accessTokenLifespan: z.number().int().min(1).max(2_147_483_647).optional(),
})
export type ClientSettings = z.output<typeof clientSettingsSchema>

/** Keycloak writes several URIs into one attribute, parted so. */
const separator = '##'

export function toClientSettings(client: ClientRepresentation): ClientSettings {
  const attributes = client.attributes ?? {}
  const lifespan = Number(attributes['access.token.lifespan'] ?? '')
  return {
    clientId: client.clientId ?? '',
    name: client.name ?? '',
    description: client.description ?? '',
    enabled: client.enabled !== false,
    alwaysDisplayInConsole: client.alwaysDisplayInConsole === true,
    rootUrl: client.rootUrl ?? '',
    baseUrl: client.baseUrl ?? '',
    redirectUris: [...(client.redirectUris ?? [])],
    logoutUris: (attributes['post.logout.redirect.uris'] ?? '').split(separator).filter((uri) => uri !== ''),
    webOrigins: [...(client.webOrigins ?? [])],
    isConfidential: client.publicClient !== true,
    standardFlowEnabled: client.standardFlowEnabled === true,
    directAccessGrantsEnabled: client.directAccessGrantsEnabled === true,
    implicitFlowEnabled: client.implicitFlowEnabled === true,
    serviceAccountsEnabled: client.serviceAccountsEnabled === true,
    pkce: attributes['pkce.code.challenge.method'] || 'none',
    fullScopeAllowed: client.fullScopeAllowed !== false,
    consentRequired: client.consentRequired === true,
    frontchannelLogout: client.frontchannelLogout === true,
    backchannelUrl: attributes['backchannel.logout.url'] ?? '',
    accessTokenLifespan: Number.isInteger(lifespan) && lifespan > 0 ? lifespan : undefined,
  }
}

/** Attributes that the form does not show stay; null takes one away. */
export function fromClientSettings(settings: ClientSettings, client: ClientRepresentation): ClientRepresentation {
  const { isConfidential, logoutUris, pkce, backchannelUrl, accessTokenLifespan, ...fields } = settings
  return {
    ...fields,
    publicClient: !isConfidential,
    serviceAccountsEnabled: isConfidential && fields.serviceAccountsEnabled,
    attributes: {
      ...client.attributes,
      'post.logout.redirect.uris': logoutUris.length === 0 ? null : logoutUris.join(separator),
      'pkce.code.challenge.method': pkce === 'none' ? null : pkce,
      'backchannel.logout.url': backchannelUrl === '' ? null : backchannelUrl,
      'access.token.lifespan': accessTokenLifespan === undefined ? null : String(accessTokenLifespan),
    },
  }
}
