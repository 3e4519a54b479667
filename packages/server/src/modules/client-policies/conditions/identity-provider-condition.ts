import { JwtError, readUnverifiedJwt } from '../../../crypto/jws.ts'
import { readTexts } from '../../../model/client-policy/client-policy.ts'
import { findIdentityProvider } from '../../../model/identity-provider/identity-provider.store.ts'
import type { ClientPolicyCondition } from '../../../spi/client-policy.ts'
import { negativeLogicProperty, withNegativeLogic } from './negative-logic.ts'

const aliasesKey = 'identity_provider_aliases'

/** Who vouches for the user. Has nothing to say of requests that no identity provider of the realm has part in. */
export const identityProviderCondition: ClientPolicyCondition = {
  id: 'identity-provider-alias',
  helpText:
    'Condition that checks the Identity Provider that is involved in the client request.\nOnly applies to operations in which an IdP is involved (for example JWT Authorization grant).\n',
  properties: [
    {
      name: aliasesKey,
      label: 'Identity provider aliases',
      helpText: 'List of Identity Provider aliases to take into consideration for the condition.',
      type: 'IdentityProviderMultiList',
      required: true,
    },
    negativeLogicProperty,
  ],
  prepare(configuration) {
    const aliases = readTexts(configuration, aliasesKey)
    return withNegativeLogic(configuration, async ({ event, server, realm, parameters }) => {
      const issuer = event === 'JWT_AUTHORIZATION_GRANT' ? readIssuer(parameters['assertion']) : undefined
      const provider =
        issuer === undefined ? undefined : await findIdentityProvider(server.storage, realm.realm.id, { issuer })
      return provider && aliases.includes(provider.alias)
    })
  },
}

/** That the assertion is good is the grant's business. */
function readIssuer(assertion: string | undefined): string | undefined {
  try {
    const { iss } = readUnverifiedJwt(assertion ?? '').claims
    return typeof iss === 'string' && iss !== '' ? iss : undefined
  } catch (error) {
    if (error instanceof JwtError) return undefined
    throw error
  }
}
