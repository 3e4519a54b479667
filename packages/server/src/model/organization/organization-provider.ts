import type { Tx } from '../../storage/db.ts'
import { listIdentityProviders } from '../identity-provider/identity-provider.store.ts'
import type { IdentityProvider } from '../identity-provider/identity-provider.ts'
import { saveIdentityProvider } from '../identity-provider/save-identity-provider.ts'
import type { Organization } from './organization.ts'

/** Setting of an identity provider: users with mail addresses of this domain are sent there. `ANY` for all of them. */
export const providerDomain = 'kc.org.domain'
const redirectMode = 'kc.org.broker.redirect.mode.email-matches'

export async function linkProvider(tx: Tx, provider: IdentityProvider, { id }: Organization): Promise<void> {
  await saveIdentityProvider(tx, { ...provider, organizationId: id })
}

/** The provider belongs to the realm again, and no domain leads to it. */
export async function unlinkProvider(tx: Tx, { organizationId: _, ...provider }: IdentityProvider): Promise<void> {
  const { [providerDomain]: _domain, [redirectMode]: _mode, ...config } = provider.config
  await saveIdentityProvider(tx, { ...provider, config })
}

/** Is the provider's domain one of the organization's? */
export function hasDomainOf({ domains }: Pick<Organization, 'domains'>, config: IdentityProvider['config']): boolean {
  const domain = config[providerDomain]
  return !domain || domain === 'ANY' || domains.some(({ name }) => name === domain)
}

/** After a change of the domains: none that is gone leads anywhere. */
export async function dropLostDomains(tx: Tx, organization: Organization): Promise<void> {
  for (const provider of await listIdentityProviders(tx, organization.realmId, { organizationId: organization.id })) {
    if (hasDomainOf(organization, provider.config)) continue
    const { [providerDomain]: _, ...config } = provider.config
    await saveIdentityProvider(tx, { ...provider, config })
  }
}
