import type { ConfigProperty } from '../../spi/config-property.ts'
import type { IdentityProviderMapperType, IdentityProviderType } from '../../spi/identity-provider-type.ts'

type Fits = IdentityProviderMapperType['fits']

const always: Fits = () => true
const forOpenId: Fits = ({ id }) => id === 'oidc' || id === 'keycloak-oidc'
const forSaml: Fits = ({ id }) => id === 'saml'
const forOpenIdAndSocial: Fits = (type) => type.isSocial || forOpenId(type)

const imports = 'Attribute Importer'
const roles = 'Role Importer'
const groups = 'Group Importer'

function setting(
  name: string,
  label: string,
  helpText: string,
  type: ConfigProperty['type'] = 'String',
): ConfigProperty {
  return { name, label, helpText, type }
}

const role = setting('role', 'Role', "Role to grant; one of a client as 'client.role'.", 'Role')
const group = setting('group', 'Group', 'Path of the group to join.', 'Group')
const claim = setting(
  'claim',
  'Claim',
  "Name of the claim; 'address.locality' for one inside another, with '\\.' for a dot that is part of a name.",
)
const claims = setting('claims', 'Claims', 'Names and values of claims, all of which must be there.', 'Map')
const claimsAsExpressions = setting(
  'are.claim.values.regex',
  'Regex Claim Values',
  'The values are regular expressions.',
  'boolean',
)
const attributes = setting(
  'attributes',
  'Attributes',
  'Names and values of attributes, all of which must be there.',
  'Map',
)
const attributesAsExpressions = setting(
  'are.attribute.values.regex',
  'Regex Attribute Values',
  'The values are regular expressions.',
  'boolean',
)
const attributeName = setting('attribute.name', 'Attribute Name', 'Name of the attribute in the assertion.')
const friendlyName = setting(
  'attribute.friendly.name',
  'Friendly Name',
  'Friendly name of the attribute, in place of its name.',
)
const toAttribute = (name: string, label: string) =>
  setting(name, label, 'Attribute of the user; also email, firstName and lastName.', 'UserProfileAttributeList')
const allowsNothing: ConfigProperty = {
  ...setting(
    'allow.nullable.property',
    'Allow Nullable Property',
    'Empty the attribute when nothing is sent.',
    'boolean',
  ),
  defaultValue: 'false',
}

const usernameSettings = (template: string): readonly ConfigProperty[] => [
  {
    ...setting('template', 'Template', 'How the name is made: ${ALIAS} of the provider and what it sends.'),
    defaultValue: template,
  },
  {
    ...setting(
      'target',
      'Target',
      'What is named: the user here, or the link to the provider by id or by name.',
      'List',
    ),
    defaultValue: 'LOCAL',
    options: ['LOCAL', 'BROKER_ID', 'BROKER_USERNAME'],
  },
]

/** Services whose profiles are mapped field by field, by the names that Keycloak's mappers for them have. */
const profileNames: Readonly<Record<string, string>> = {
  facebook: 'facebook',
  github: 'github',
  google: 'google',
  instagram: 'instagram',
  linkedin: 'linkedin-openid-connect',
  microsoft: 'microsoft',
  'openshift-v4': 'openshift-v4',
  paypal: 'paypal',
  stackoverflow: 'stackoverflow',
}

const profileMappers = Object.entries(profileNames).map(
  ([name, provider]): IdentityProviderMapperType => ({
    id: `${name}-user-attribute-mapper`,
    displayName: 'Attribute Importer',
    category: imports,
    helpText: "Take a field of the user's profile into an attribute.",
    config: [
      setting(
        'jsonField',
        'Social Profile JSON Field Path',
        "Path of the field in the profile: 'contact.address[0].country'.",
      ),
      toAttribute('userAttribute', 'User Attribute Name'),
    ],
    fits: (type: IdentityProviderType) => type.id === provider,
  }),
)

/** For users of any provider. */
const generalMappers: readonly IdentityProviderMapperType[] = [
  {
    id: 'hardcoded-attribute-idp-mapper',
    displayName: 'Hardcoded Attribute',
    category: imports,
    helpText: 'Give every user of the provider the same value of an attribute.',
    config: [
      toAttribute('attribute', 'User Attribute'),
      setting('attribute.value', 'User Attribute Value', 'The value.'),
    ],
    fits: always,
  },
  {
    id: 'hardcoded-user-session-attribute-idp-mapper',
    displayName: 'Hardcoded User Session Attribute',
    category: imports,
    helpText: 'Give every session of the provider’s users the same value of a note.',
    config: [
      setting('attribute', 'User Session Attribute', 'Name of the note.'),
      setting('attribute.value', 'User Session Attribute Value', 'The value.'),
    ],
    fits: always,
  },
  {
    id: 'oidc-hardcoded-role-idp-mapper',
    displayName: 'Hardcoded Role',
    category: roles,
    helpText: 'Grant every user of the provider a role.',
    config: [role],
    fits: always,
  },
  {
    id: 'oidc-hardcoded-group-idp-mapper',
    displayName: 'Hardcoded Group',
    category: groups,
    helpText: 'Put every user of the provider into a group.',
    config: [group],
    fits: always,
  },
]

const openIdMappers: readonly IdentityProviderMapperType[] = [
  {
    id: 'oidc-user-attribute-idp-mapper',
    displayName: 'Attribute Importer',
    category: imports,
    helpText: 'Take a claim into an attribute of the user.',
    config: [claim, toAttribute('user.attribute', 'User Attribute Name'), allowsNothing],
    fits: forOpenId,
  },
  {
    id: 'oidc-role-idp-mapper',
    displayName: 'Claim to Role',
    category: roles,
    helpText: 'Grant a role when a claim is there.',
    config: [claim, setting('claim.value', 'Claim Value', 'Value of the claim, or one of its values.'), role],
    fits: forOpenId,
  },
  {
    id: 'oidc-advanced-role-idp-mapper',
    displayName: 'Advanced Claim to Role',
    category: roles,
    helpText: 'Grant a role when all of several claims are there.',
    config: [claims, claimsAsExpressions, role],
    fits: forOpenId,
  },
  {
    id: 'oidc-advanced-group-idp-mapper',
    displayName: 'Advanced Claim to Group',
    category: groups,
    helpText: 'Put the user into a group when all of several claims are there.',
    config: [claims, claimsAsExpressions, group],
    fits: forOpenId,
  },
  {
    id: 'keycloak-oidc-role-to-role-idp-mapper',
    displayName: 'External Role to Role',
    category: roles,
    helpText: 'Grant a role to users who hold a role at the provider.',
    config: [
      setting('external.role', 'External role', "Role at the provider; one of a client as 'client.role'."),
      role,
    ],
    fits: ({ id }) => id === 'keycloak-oidc',
  },
  {
    id: 'oidc-user-session-note-idp-mapper',
    displayName: 'User Session Note Mapper',
    category: 'User Session',
    helpText: 'Note claims in the user session, where mappers of clients find them.',
    config: [claims, claimsAsExpressions],
    fits: forOpenId,
  },
  {
    id: 'oidc-username-idp-mapper',
    displayName: 'Username Template Importer',
    category: 'Preprocessor',
    helpText: 'Make the username by a template.',
    config: usernameSettings('${ALIAS}.${CLAIM.preferred_username}'),
    fits: forOpenIdAndSocial,
  },
]

const samlMappers: readonly IdentityProviderMapperType[] = [
  {
    id: 'saml-user-attribute-idp-mapper',
    displayName: 'Attribute Importer',
    category: imports,
    helpText: 'Take an attribute of the assertion into an attribute of the user.',
    config: [
      attributeName,
      friendlyName,
      {
        ...setting(
          'attribute.name.format',
          'Name Format',
          'Format of the name when the attribute is asked for.',
          'List',
        ),
        defaultValue: 'ATTRIBUTE_FORMAT_BASIC',
        options: ['ATTRIBUTE_FORMAT_BASIC', 'ATTRIBUTE_FORMAT_URI', 'ATTRIBUTE_FORMAT_UNSPECIFIED'],
      },
      toAttribute('user.attribute', 'User Attribute Name'),
      allowsNothing,
    ],
    fits: forSaml,
  },
  {
    id: 'saml-xpath-attribute-idp-mapper',
    displayName: 'XPath Attribute Importer',
    category: imports,
    helpText: 'Take a part of an attribute of the assertion into an attribute of the user.',
    config: [
      setting('attribute.xpath', 'Attribute XPath', 'Where it stands; everything is inside of a <root> element.'),
      attributeName,
      friendlyName,
      toAttribute('user.attribute', 'User Attribute Name'),
    ],
    fits: forSaml,
  },
  {
    id: 'saml-role-idp-mapper',
    displayName: 'SAML Attribute to Role',
    category: 'Role Mapper',
    helpText: 'Grant a role when an attribute is there.',
    config: [
      attributeName,
      friendlyName,
      setting('attribute.value', 'Attribute Value', 'Value of the attribute, or one of its values.'),
      role,
    ],
    fits: forSaml,
  },
  {
    id: 'saml-advanced-role-idp-mapper',
    displayName: 'Advanced Attribute to Role',
    category: roles,
    helpText: 'Grant a role when all of several attributes are there.',
    config: [attributes, attributesAsExpressions, role],
    fits: forSaml,
  },
  {
    id: 'saml-advanced-group-idp-mapper',
    displayName: 'Advanced Attribute to Group',
    category: groups,
    helpText: 'Put the user into a group when all of several attributes are there.',
    config: [attributes, attributesAsExpressions, group],
    fits: forSaml,
  },
  {
    id: 'saml-username-idp-mapper',
    displayName: 'Username Template Importer',
    category: 'Preprocessor',
    helpText: 'Make the username by a template.',
    config: usernameSettings('${ALIAS}.${NAMEID}'),
    fits: forSaml,
  },
]

export const identityProviderMapperTypes: readonly IdentityProviderMapperType[] = [
  ...generalMappers,
  ...openIdMappers,
  ...samlMappers,
  ...profileMappers,
]
