import type { Ids } from '../../kernel/ids.ts'
import { messageReference } from '../../kernel/text.ts'
import type { ClientScope, ProtocolMapper } from '../client-scope/client-scope.ts'
import { claimMapper, type MapperPreset, noteMapper, roleMapper } from '../client-scope/mapper-presets.ts'

interface ScopePreset {
  readonly name: string
  readonly description: string
  readonly protocol: ClientScope['protocol']
  readonly attributes: Readonly<Record<string, string>>
  readonly mappers: readonly MapperPreset[]
  /** Undefined: only attached to clients that need it. */
  readonly assignment?: 'default' | 'optional'
}

/** Asked for by name, shown to the user who consents. */
function asked(text: string): Record<string, string> {
  return {
    'include.in.token.scope': 'true',
    'consent.screen.text': messageReference(text),
    'display.on.consent.screen': 'true',
  }
}

const silent = { 'include.in.token.scope': 'false', 'display.on.consent.screen': 'false' }
const inAccessToken = { 'introspection.token.claim': 'true', 'access.token.claim': 'true' }
const everywhere = { ...inAccessToken, 'id.token.claim': 'true', 'userinfo.token.claim': 'true' }

const profileClaims: readonly (readonly [name: string, attribute: string, claim: string])[] = [
  ['family name', 'lastName', 'family_name'],
  ['given name', 'firstName', 'given_name'],
  ['middle name', 'middleName', 'middle_name'],
  ['nickname', 'nickname', 'nickname'],
  ['username', 'username', 'preferred_username'],
  ['profile', 'profile', 'profile'],
  ['picture', 'picture', 'picture'],
  ['website', 'website', 'website'],
  ['gender', 'gender', 'gender'],
  ['birthdate', 'birthdate', 'birthdate'],
  ['zoneinfo', 'zoneinfo', 'zoneinfo'],
  ['locale', 'locale', 'locale'],
]

/** Order, texts and configurations of Keycloak 26. */
const presets: readonly ScopePreset[] = [
  {
    name: 'role_list',
    description: 'SAML role list',
    protocol: 'saml',
    attributes: {
      'consent.screen.text': messageReference('samlRoleListScopeConsentText'),
      'display.on.consent.screen': 'true',
    },
    mappers: [
      {
        name: 'role list',
        mapper: 'saml-role-list-mapper',
        config: { single: 'false', 'attribute.nameformat': 'Basic', 'attribute.name': 'Role' },
      },
    ],
    assignment: 'default',
  },
  {
    name: 'saml_organization',
    description: 'Organization Membership',
    protocol: 'saml',
    attributes: { 'display.on.consent.screen': 'false' },
    mappers: [{ name: 'organization', mapper: 'saml-organization-membership-mapper', config: {} }],
    assignment: 'default',
  },
  {
    name: 'AuthnContextClassRef',
    // Spelt as Keycloak spells it.
    description: 'AuthnContextClassRef Level of Authentiation',
    protocol: 'saml',
    attributes: {},
    mappers: [{ name: 'AuthnContextClassRef', mapper: 'saml-authn-context-class-ref-mapper', config: {} }],
    assignment: 'default',
  },
  {
    name: 'profile',
    description: 'OpenID Connect built-in scope: profile',
    protocol: 'openid-connect',
    attributes: asked('profileScopeConsentText'),
    mappers: [
      { name: 'full name', mapper: 'oidc-full-name-mapper', config: everywhere },
      ...profileClaims.map(([name, attribute, claim]) => claimMapper(name, attribute, claim)),
      claimMapper('updated at', 'updatedAt', 'updated_at', 'long'),
    ],
    assignment: 'default',
  },
  {
    name: 'email',
    description: 'OpenID Connect built-in scope: email',
    protocol: 'openid-connect',
    attributes: asked('emailScopeConsentText'),
    mappers: [
      claimMapper('email', 'email', 'email'),
      {
        ...claimMapper('email verified', 'emailVerified', 'email_verified', 'boolean'),
        mapper: 'oidc-usermodel-property-mapper',
      },
    ],
    assignment: 'default',
  },
  {
    name: 'address',
    description: 'OpenID Connect built-in scope: address',
    protocol: 'openid-connect',
    attributes: asked('addressScopeConsentText'),
    mappers: [
      {
        name: 'address',
        mapper: 'oidc-address-mapper',
        config: {
          ...everywhere,
          ...Object.fromEntries(
            ['formatted', 'street', 'locality', 'region', 'postal_code', 'country'].map((part) => [
              `user.attribute.${part}`,
              part,
            ]),
          ),
        },
      },
    ],
    assignment: 'optional',
  },
  {
    name: 'phone',
    description: 'OpenID Connect built-in scope: phone',
    protocol: 'openid-connect',
    attributes: asked('phoneScopeConsentText'),
    mappers: [
      claimMapper('phone number', 'phoneNumber', 'phone_number'),
      claimMapper('phone number verified', 'phoneNumberVerified', 'phone_number_verified', 'boolean'),
    ],
    assignment: 'optional',
  },
  {
    name: 'offline_access',
    description: 'OpenID Connect built-in scope: offline_access',
    protocol: 'openid-connect',
    attributes: {
      'consent.screen.text': messageReference('offlineAccessScopeConsentText'),
      'display.on.consent.screen': 'true',
    },
    mappers: [],
    assignment: 'optional',
  },
  {
    name: 'roles',
    description: 'OpenID Connect scope for add user roles to the access token',
    protocol: 'openid-connect',
    attributes: { ...asked('rolesScopeConsentText'), 'include.in.token.scope': 'false' },
    mappers: [
      roleMapper('realm roles', 'oidc-usermodel-realm-role-mapper', 'realm_access.roles', inAccessToken),
      roleMapper(
        'client roles',
        'oidc-usermodel-client-role-mapper',
        `resource_access.${messageReference('client_id')}.roles`,
        inAccessToken,
      ),
      { name: 'audience resolve', mapper: 'oidc-audience-resolve-mapper', config: inAccessToken },
    ],
    assignment: 'default',
  },
  {
    name: 'web-origins',
    description: 'OpenID Connect scope for add allowed web origins to the access token',
    protocol: 'openid-connect',
    attributes: { ...silent, 'consent.screen.text': '' },
    mappers: [{ name: 'allowed web origins', mapper: 'oidc-allowed-origins-mapper', config: inAccessToken }],
    assignment: 'default',
  },
  {
    name: 'microprofile-jwt',
    description: 'Microprofile - JWT built-in scope',
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'false' },
    mappers: [
      claimMapper('upn', 'username', 'upn'),
      roleMapper('groups', 'oidc-usermodel-realm-role-mapper', 'groups', {
        ...inAccessToken,
        'id.token.claim': 'true',
      }),
    ],
    assignment: 'optional',
  },
  {
    name: 'acr',
    description: 'OpenID Connect scope for add acr (authentication context class reference) to the token',
    protocol: 'openid-connect',
    attributes: silent,
    mappers: [
      { name: 'acr loa level', mapper: 'oidc-acr-mapper', config: { ...inAccessToken, 'id.token.claim': 'true' } },
    ],
    assignment: 'default',
  },
  {
    name: 'basic',
    description: 'OpenID Connect scope for add all basic claims to the token',
    protocol: 'openid-connect',
    attributes: silent,
    mappers: [
      { name: 'sub', mapper: 'oidc-sub-mapper', config: inAccessToken },
      noteMapper('auth_time', 'AUTH_TIME', 'auth_time', 'long'),
    ],
    assignment: 'default',
  },
  {
    name: 'organization',
    description: 'Additional claims about the organization a subject belongs to',
    protocol: 'openid-connect',
    attributes: asked('organizationScopeConsentText'),
    mappers: [
      {
        name: 'organization',
        mapper: 'oidc-organization-membership-mapper',
        config: {
          ...inAccessToken,
          'id.token.claim': 'true',
          'claim.name': 'organization',
          'jsonType.label': 'String',
          multivalued: 'true',
        },
      },
    ],
    assignment: 'optional',
  },
  {
    name: 'service_account',
    description: 'Specific scope for a client enabled for service accounts',
    protocol: 'openid-connect',
    attributes: silent,
    mappers: [
      noteMapper('Client ID', 'client_id', 'client_id'),
      noteMapper('Client Host', 'clientHost', 'clientHost'),
      noteMapper('Client IP Address', 'clientAddress', 'clientAddress'),
    ],
  },
]

export interface DefaultClientScopes {
  readonly scopes: readonly ClientScope[]
  readonly mappers: readonly ProtocolMapper[]
  readonly assignments: readonly { readonly scope: ClientScope; readonly isDefault: boolean }[]
}

/** The client scopes of a new realm with their mappers, and which of them new clients get. */
export function makeDefaultClientScopes(realmId: string, ids: Ids): DefaultClientScopes {
  const made = presets.map(({ mappers, assignment, ...preset }) => {
    const scope: ClientScope = { id: ids.ordered(), realmId, ...preset }
    return {
      scope,
      assignment,
      mappers: mappers.map((mapper) => ({
        id: ids.ordered(),
        realmId,
        clientScopeId: scope.id,
        protocol: scope.protocol,
        ...mapper,
      })),
    }
  })
  return {
    scopes: made.map(({ scope }) => scope),
    mappers: made.flatMap(({ mappers }) => mappers),
    assignments: made.flatMap(({ scope, assignment }) =>
      assignment === undefined ? [] : [{ scope, isDefault: assignment === 'default' }],
    ),
  }
}
