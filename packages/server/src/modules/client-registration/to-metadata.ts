import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { ClientMetadata } from '@ztrust/contract/client-registration'
import { secretMethodAttribute } from '../../model/client/client-secret.ts'
import { booleanAttributes, grantAttributes, listAttributes, textAttributes } from '../../oauth/metadata-attributes.ts'
import { pairwiseMapperKind } from '../../oauth/pairwise-mapper.ts'
import type { ClientAuthenticator } from '../../spi/client-authenticator.ts'

/** A stored client as metadata: everything registered is told (RFC 7591, section 3.2.1). */
export function toMetadata(
  client: ClientRepresentation,
  authenticators: readonly ClientAuthenticator[],
): ClientMetadata {
  const attributes = client.attributes ?? {}
  const pairwise = client.protocolMappers?.find((mapper) => mapper.protocolMapper === pairwiseMapperKind)
  const sector = pairwise?.config?.['sectorIdentifierUri']
  return {
    client_id: client.clientId,
    client_name: client.name,
    client_uri: client.baseUrl,
    redirect_uris: client.redirectUris ?? [],
    token_endpoint_auth_method: toMethod(client, authenticators),
    grant_types: toGrantTypes(client),
    response_types: toResponseTypes(client),
    scope: (client.optionalClientScopes ?? []).join(' '),
    subject_type: pairwise ? 'pairwise' : 'public',
    ...(sector ? { sector_identifier_uri: sector } : {}),
    ...toKeys(attributes),
    request_uris: [],
    // An empty list stands for the redirect URIs.
    post_logout_redirect_uris: client.redirectUris ?? [],
    ...readAttributes(attributes),
  }
}

type Attributes = NonNullable<ClientRepresentation['attributes']>

function readAttributes(attributes: Attributes): ClientMetadata {
  const texts = Object.entries(textAttributes).map(([name, attribute]) => [name, attributes[attribute] ?? undefined])
  const flags = Object.entries(booleanAttributes).map(([name, attribute]) => [name, attributes[attribute] === 'true'])
  const lists = Object.entries(listAttributes)
    .filter(([, attribute]) => attributes[attribute])
    .map(([name, attribute]) => [name, attributes[attribute]?.split('##')])
  return Object.fromEntries([...texts, ...flags, ...lists].filter(([, value]) => value !== undefined))
}

function toKeys(attributes: Attributes): ClientMetadata {
  if (attributes['use.jwks.string'] === 'true') return { jwks: JSON.parse(attributes['jwks.string'] ?? '{"keys":[]}') }
  return attributes['use.jwks.url'] === 'true' ? { jwks_uri: attributes['jwks.url'] ?? undefined } : {}
}

function toMethod(client: ClientRepresentation, authenticators: readonly ClientAuthenticator[]): string | undefined {
  if (client.publicClient) return 'none'
  const [first] = authenticators.find(({ id }) => id === client.clientAuthenticatorType)?.methods ?? []
  return client.attributes?.[secretMethodAttribute] ?? first
}

function toGrantTypes(client: ClientRepresentation): string[] {
  const { attributes = {}, standardFlowEnabled, implicitFlowEnabled } = client
  const hasFlow = standardFlowEnabled || implicitFlowEnabled
  // Refresh tokens are on unless they were switched off.
  const isOn = (type: string, attribute: string) =>
    type === 'refresh_token' ? hasFlow && attributes[attribute] !== 'false' : attributes[attribute] === 'true'
  const switched: readonly (readonly [string, boolean | undefined])[] = [
    ['authorization_code', standardFlowEnabled],
    ['implicit', implicitFlowEnabled],
    ['password', client.directAccessGrantsEnabled],
    ['client_credentials', client.serviceAccountsEnabled],
    ...Object.entries(grantAttributes).map(([type, attribute]) => [type, isOn(type, attribute)] as const),
  ]
  return switched.filter(([, on]) => on).map(([type]) => type)
}

function toResponseTypes({ standardFlowEnabled, implicitFlowEnabled }: ClientRepresentation): string[] {
  return [
    ...(standardFlowEnabled ? ['code', 'none'] : []),
    ...(implicitFlowEnabled ? ['id_token', 'id_token token'] : []),
    ...(standardFlowEnabled && implicitFlowEnabled ? ['code id_token', 'code token', 'code id_token token'] : []),
  ]
}
