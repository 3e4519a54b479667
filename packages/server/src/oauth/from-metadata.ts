import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { ProtocolMapperRepresentation } from '@ztrust/contract/admin/protocol-mappers'
import type { ClientMetadata } from '@ztrust/contract/client-registration'
import { OAuthError } from '../kernel/error.ts'
import { secretMethodAttribute } from '../model/client/client-secret.ts'
import type { ClientAuthenticator } from '../spi/client-authenticator.ts'
import type { RealmContext } from '../spi/request.ts'
import { booleanAttributes, grantAttributes, listAttributes, textAttributes } from './metadata-attributes.ts'
import { pairwiseMapperKind } from './pairwise-mapper.ts'

type Place = Pick<RealmContext, 'server' | 'realm'>
type Attributes = Record<string, string>

/**
 * Client metadata in Keycloak's words. What metadata leave out stays as it is (RFC 7592, section 2.2, lets us).
 * `mappers` are those that the client has already.
 */
export function fromMetadata(
  place: Place,
  metadata: ClientMetadata,
  mappers: readonly ProtocolMapperRepresentation[] = [],
): ClientRepresentation {
  const { server } = place
  return {
    ...given('clientId', metadata.client_id),
    ...given('name', metadata.client_name),
    ...given('baseUrl', metadata.client_uri),
    ...given('redirectUris', metadata.redirect_uris),
    protocol: 'openid-connect',
    ...toFlows(metadata),
    ...toAuthentication(metadata, [...server.registry.clientAuthenticators.values()]),
    ...(metadata.frontchannel_logout_uri === undefined ? {} : { frontchannelLogout: true }),
    ...toScopes(place, metadata),
    ...toMappers(place, metadata, mappers),
    attributes: {
      ...toAttributes(metadata),
      ...toGrantAttributes(metadata.grant_types),
      ...toKeyAttributes(metadata),
      ...toSecretMethod(metadata),
    },
  }
}

/** What Keycloak writes of logout where a new client says nothing. */
export const newClientAttributes: Readonly<Attributes> = {
  'backchannel.logout.session.required': 'true',
  'backchannel.logout.revoke.offline.tokens': 'false',
  'frontchannel.logout.session.required': 'false',
}

export function invalidMetadata(description = 'Client metadata invalid'): OAuthError {
  return new OAuthError('invalid_client_metadata', description)
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value })
}

const responseWords = new Set(['code', 'token', 'id_token', 'none'])

/** RFC 7591, section 2.1: the response types decide which flows there are; without them, the grant types do. */
function toFlows({ response_types: responseTypes, grant_types: grantTypes }: ClientMetadata) {
  const words = responseTypes ?? impliedResponseTypes(grantTypes)
  const asked = new Set(words.flatMap((type) => type.split(' ')))
  if (![...asked].every((word) => responseWords.has(word))) throw invalidMetadata()
  return {
    standardFlowEnabled: asked.has('code'),
    implicitFlowEnabled: asked.has('token') || asked.has('id_token'),
    ...(grantTypes
      ? {
          directAccessGrantsEnabled: grantTypes.includes('password'),
          serviceAccountsEnabled: grantTypes.includes('client_credentials'),
        }
      : {}),
  }
}

function impliedResponseTypes(grantTypes: readonly string[] | undefined): readonly string[] {
  if (!grantTypes) return ['code']
  return [
    ...(grantTypes.includes('authorization_code') ? ['code'] : []),
    ...(grantTypes.includes('implicit') ? ['id_token token'] : []),
  ]
}

function toAuthentication(
  { token_endpoint_auth_method: method }: ClientMetadata,
  authenticators: readonly ClientAuthenticator[],
) {
  if (method === undefined) return { clientAuthenticatorType: 'client-secret', publicClient: false }
  if (method === 'none') return { clientAuthenticatorType: 'none', publicClient: true }
  const authenticator = authenticators.find(({ methods }) => methods.includes(method))
  if (!authenticator) throw invalidMetadata()
  return { clientAuthenticatorType: authenticator.id, publicClient: false }
}

function toSecretMethod({ token_endpoint_auth_method: method }: ClientMetadata): Attributes {
  return method === 'client_secret_basic' || method === 'client_secret_post' ? { [secretMethodAttribute]: method } : {}
}

/** `openid` is no client scope: every OpenID Connect client may ask for it. */
function toScopes({ realm }: Place, { scope }: ClientMetadata) {
  if (scope === undefined) return {}
  const names = [...new Set(scope.split(' '))].filter((name) => name !== '' && name !== 'openid')
  const basic = realm.clientScopes.some(({ name }) => name === 'basic') ? ['basic'] : []
  return { optionalClientScopes: names.filter((name) => name !== 'basic'), defaultClientScopes: basic }
}

/** The salt stays as it is: with another one all subjects would change. */
function toMappers(
  { server }: Place,
  { subject_type: subject, sector_identifier_uri: sector }: ClientMetadata,
  mappers: readonly ProtocolMapperRepresentation[],
): { protocolMappers?: ProtocolMapperRepresentation[] } {
  const pairwise = mappers.find((mapper) => mapper.protocolMapper === pairwiseMapperKind)
  if (subject === undefined || (subject === 'public' && !pairwise)) return {}
  const others = mappers.filter((mapper) => mapper !== pairwise)
  if (subject === 'public') return { protocolMappers: others }
  if (!server.registry.protocolMappers.has(pairwiseMapperKind)) throw invalidMetadata('Subject type not supported')
  const mapper: ProtocolMapperRepresentation = {
    name: 'pairwise subject identifier',
    protocol: 'openid-connect',
    protocolMapper: pairwiseMapperKind,
    config: {
      pairwiseSubAlgorithmSalt: server.random.token(),
      ...pairwise?.config,
      ...(sector === undefined ? {} : { sectorIdentifierUri: sector }),
    },
  }
  return { protocolMappers: [...others, mapper] }
}

function toAttributes(metadata: ClientMetadata): Attributes {
  const attributes: Attributes = {}
  for (const [name, attribute] of entriesOf(textAttributes)) {
    const value = metadata[name]
    if (value !== undefined) attributes[attribute] = value
  }
  for (const [name, attribute] of entriesOf(booleanAttributes)) {
    const value = metadata[name]
    if (value !== undefined) attributes[attribute] = String(value)
  }
  for (const [name, attribute] of entriesOf(listAttributes)) {
    const value = metadata[name]
    if (value !== undefined) attributes[attribute] = value.join('##')
  }
  if (metadata.tls_client_auth_subject_dn !== undefined) attributes['x509.allow.regex.pattern.comparison'] = 'false'
  return attributes
}

/** Grants that are named are on, all others off. Nothing named, nothing changed. */
function toGrantAttributes(grantTypes: readonly string[] | undefined): Attributes {
  if (!grantTypes) return {}
  return Object.fromEntries(
    Object.entries(grantAttributes).map(([type, attribute]) => [attribute, String(grantTypes.includes(type))]),
  )
}

/** RFC 7591, section 2: keys come by value or by reference, never both. */
function toKeyAttributes({ jwks, jwks_uri: uri }: ClientMetadata): Attributes {
  if (jwks && uri !== undefined) throw invalidMetadata()
  if (jwks) return { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify(jwks), 'use.jwks.url': 'false' }
  return uri === undefined ? {} : { 'use.jwks.url': 'true', 'jwks.url': uri, 'use.jwks.string': 'false' }
}

function entriesOf<Name extends string>(names: Partial<Record<Name, string>>): readonly (readonly [Name, string])[] {
  return Object.entries(names) as [Name, string][]
}
