import { InvalidInput } from '../../kernel/error.ts'
import type { ConfigProperty } from '../../spi/config-property.ts'
import type { IdentityProviderPurpose, IdentityProviderType } from '../../spi/identity-provider-type.ts'

const googleIssuer = 'https://accounts.google.com'
const users: readonly IdentityProviderPurpose[] = ['USER_AUTHENTICATION']
/** These sign what they say of a user, so that others can bring it. */
const usersAndAssertions: readonly IdentityProviderPurpose[] = ['USER_AUTHENTICATION', 'JWT_AUTHORIZATION_GRANT']

function textSetting(name: string, label: string, helpText: string): ConfigProperty {
  return { name, label, helpText, type: 'String' }
}

function switchSetting(name: string, label: string, helpText: string): ConfigProperty {
  return { name, label, helpText, type: 'boolean' }
}

const baseUrl = textSetting(
  'baseUrl',
  'Base URL',
  'Address of an installation of your own, in place of the public one.',
)

function social(id: string, displayName: string, more: Partial<IdentityProviderType> = {}): IdentityProviderType {
  return { id, displayName, isSocial: true, purposes: users, config: [], ...more }
}

/** Services with users of their own that many people have an account with. */
export const socialTypes: readonly IdentityProviderType[] = [
  social('bitbucket', 'BitBucket'),
  social('facebook', 'Facebook', {
    config: [
      textSetting(
        'fetchedFields',
        "Additional user's profile fields",
        'Fields of the profile to ask for, besides id, name, email, first_name and last_name.',
      ),
    ],
  }),
  social('github', 'GitHub', {
    config: [
      baseUrl,
      textSetting('apiUrl', 'API URL', 'Address of the API of an installation of your own.'),
      {
        ...switchSetting('githubJsonFormat', 'JSON Format', 'Ask for tokens as JSON; needed where they are refreshed.'),
        defaultValue: false,
      },
    ],
  }),
  social('gitlab', 'GitLab', { purposes: usersAndAssertions }),
  social('google', 'Google', {
    purposes: usersAndAssertions,
    config: [
      textSetting('prompt', 'Prompt', "What Google asks the user: 'none', 'consent' or 'select_account'."),
      textSetting(
        'hostedDomain',
        'Hosted Domain',
        "Only accounts of these domains, separated by commas; '*' for those of any hosted domain.",
      ),
      switchSetting('userIp', 'Use userIp param', 'Tell Google the address of the user, for its limits on requests.'),
      switchSetting('offlineAccess', 'Request refresh token', 'Ask Google for a refresh token.'),
      switchSetting(
        'jwtAuthorizationGrantEnabled',
        'JWT Authorization Grant',
        'Take ID tokens of Google as authorization grants (RFC 7523); their audience is the client id.',
      ),
      {
        name: 'jwtAuthorizationGrantMaxAllowedAssertionExpiration',
        label: 'Max allowed assertion expiration',
        helpText: 'Seconds after which an ID token of Google is no grant any more.',
        type: 'Number',
        defaultValue: '3600',
      },
    ],
    prepare(config) {
      const { issuer = googleIssuer } = config
      if (issuer !== googleIssuer) throw new InvalidInput(undefined, `The issuer url [${issuer}] is invalid`)
      return { ...config, issuer }
    },
  }),
  social('instagram', 'Instagram'),
  social('linkedin-openid-connect', 'LinkedIn', { purposes: usersAndAssertions }),
  social('microsoft', 'Microsoft', {
    config: [
      textSetting('prompt', 'Prompt', "What Microsoft asks the user: 'login', 'none', 'consent' or 'select_account'."),
      textSetting('tenantId', 'Tenant ID', 'Only accounts of this directory; those of any when empty.'),
    ],
  }),
  social('openshift-v4', 'Openshift v4', { config: [baseUrl] }),
  social('paypal', 'PayPal', {
    config: [switchSetting('sandbox', 'Target Sandbox', "Use PayPal's environment for tests.")],
  }),
  social('stackoverflow', 'StackOverflow', {
    config: [textSetting('key', 'Key', 'The key that Stack Overflow gave to the application.')],
  }),
  social('twitter', 'Twitter'),
]
