import type { ClientSettings } from '../../model/client/client.ts'
import { federationAttributes } from '../../model/client/federated-subject.store.ts'
import { findIdentityProvider } from '../../model/identity-provider/identity-provider.store.ts'
import type { IdentityProvider } from '../../model/identity-provider/identity-provider.ts'
import type { ClientAuthenticationContext } from '../../spi/client-authenticator.ts'
import { type AssertionRules, assertionRules } from './assertion-rules.ts'
import type { ForeignAssertion } from './read-foreign-assertion.ts'

export interface Trust {
  readonly provider: IdentityProvider
  readonly rules: AssertionRules
}

/** Why an assertion is to be believed about a client with these attributes; undefined when it is not. */
export async function findTrust(
  context: ClientAuthenticationContext,
  attributes: ClientSettings['attributes'],
  assertion: ForeignAssertion,
): Promise<Trust | undefined> {
  const alias = attributes[federationAttributes.issuer]
  if (!alias || attributes[federationAttributes.subject] !== assertion.subject) return undefined
  return await findIssuer(context, alias, assertion)
}

/** The identity provider with this alias, when such an assertion can come from it. */
export async function findIssuer(
  { server, realm }: ClientAuthenticationContext,
  alias: string,
  { type, claims }: ForeignAssertion,
): Promise<Trust | undefined> {
  const provider = await findIdentityProvider(server.storage, realm.realm.id, { alias })
  const rules = provider && assertionRules(provider)
  return provider && rules?.type === type && rules.isIssued(claims) ? { provider, rules } : undefined
}
