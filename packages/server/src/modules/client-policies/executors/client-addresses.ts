import type { ClientDraft } from '../../../spi/client-policy.ts'

/** Keycloak's names of the addresses that a pattern may be asked of, in its order. */
export const addressNames = [
  'rootUrl',
  'adminUrl',
  'baseUrl',
  'redirectUris',
  'webOrigins',
  'jwksUri',
  'requestUris',
  'backchannelLogoutUrl',
  'postLogoutRedirectUris',
  'cibaClientNotificationEndpoint',
  'logoUri',
  'policyUri',
  'tosUri',
  'sectorIdentifierUri',
  'saml_assertion_consumer_url_post',
  'saml_assertion_consumer_url_redirect',
  'saml_artifact_binding_url',
  'saml_single_logout_service_url_post',
  'saml_single_logout_service_url_artifact',
  'saml_single_logout_service_url_redirect',
  'saml_single_logout_service_url_soap',
  'saml_artifact_resolution_service_url',
  'saml.metadataDescriptorUrl',
] as const

/** Attributes that hold addresses, with Keycloak's names for them in executors; lists are joined by `##`. */
const addressAttributes: readonly (readonly [name: string, attribute: string])[] = [
  ['jwksUri', 'jwks.url'],
  ['requestUris', 'request.uris'],
  ['backchannelLogoutUrl', 'backchannel.logout.url'],
  ['frontchannelLogoutUrl', 'frontchannel.logout.url'],
  ['postLogoutRedirectUris', 'post.logout.redirect.uris'],
  ['cibaClientNotificationEndpoint', 'ciba.backchannel.client.notification.endpoint'],
  ['logoUri', 'logoUri'],
  ['policyUri', 'policyUri'],
  ['tosUri', 'tosUri'],
  ...addressNames.filter((name) => name.startsWith('saml')).map((name) => [name, name] as const),
]

/** Every address of a client under Keycloak's name for it, relative ones below the root URL. */
export function addressesOf({ settings, asked }: ClientDraft): readonly (readonly [name: string, address: string])[] {
  const { rootUrl, adminUrl, baseUrl, redirectUris, webOrigins, attributes } = settings
  const listed = addressAttributes.flatMap(([name, attribute]) =>
    (attributes[attribute] ?? '').split('##').map((address) => [name, address] as const),
  )
  const sectors = (asked.protocolMappers ?? []).map(
    (mapper) => ['sectorIdentifierUri', mapper.config?.['sectorIdentifierUri'] ?? ''] as const,
  )
  const all: readonly (readonly [string, string])[] = [
    ['rootUrl', rootUrl ?? ''],
    ['adminUrl', adminUrl ?? ''],
    ['baseUrl', baseUrl ?? ''],
    ...redirectUris.map((uri) => ['redirectUris', uri] as const),
    ...webOrigins.map((origin) => ['webOrigins', origin] as const),
    ...listed,
    ...sectors,
  ]
  return all
    .filter(([, address]) => !['', '+', '-'].includes(address))
    .map(([name, address]) => [name, address.startsWith('/') ? `${rootUrl ?? ''}${address}` : address])
}
