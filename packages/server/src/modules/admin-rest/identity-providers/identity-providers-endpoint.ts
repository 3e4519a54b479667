import {
  createIdentityProvider,
  deleteIdentityProvider as deleteIdentityProviderDeclaration,
  exportIdentityProvider,
  getIdentityProvider,
  getIdentityProviderPermissions,
  listIdentityProviders as listIdentityProvidersDeclaration,
  reloadIdentityProviderKeys,
  updateIdentityProvider,
  updateIdentityProviderPermissions,
} from '@ztrust/contract/admin/identity-providers'
import { InvalidInput } from '../../../kernel/error.ts'
import { deleteIdentityProvider } from '../../../model/identity-provider/delete-identity-provider.ts'
import { listIdentityProviders } from '../../../model/identity-provider/identity-provider.store.ts'
import type { IdentityProvider } from '../../../model/identity-provider/identity-provider.ts'
import { saveIdentityProvider } from '../../../model/identity-provider/save-identity-provider.ts'
import { findOrganization } from '../../../model/organization/organization.store.ts'
import { hasDomainOf } from '../../../model/organization/organization-provider.ts'
import { fetchKeySet } from '../../../oauth/fetch-key-set.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import type { IdentityProviderPurpose } from '../../../spi/identity-provider-type.ts'
import type { Registry } from '../../../spi/registry.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { requireIdentityProvider } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { describeServiceProvider } from './describe-service-provider.ts'
import { toChangedIdentityProvider, toNewIdentityProvider } from './from-representation.ts'
import { identityProviderConfigEndpoints } from './identity-provider-config-endpoint.ts'
import { identityProviderMappersEndpoints } from './identity-provider-mappers-endpoint.ts'
import { toBriefIdentityProvider, toIdentityProviderRepresentation } from './to-representation.ts'
import { userIdentitiesEndpoints } from './user-identities-endpoint.ts'

const resourceType = 'IDENTITY_PROVIDER'
const pathOf = (alias: string) => ['identity-provider', 'instances', alias]

/** Keycloak's answer where permissions of the first kind are switched off. */
const featureOff = () =>
  json({ error: 'Feature not enabled', error_description: 'For more on this error consult the server log.' }, 501)

export const identityProvidersEndpoints = [
  ...identityProviderConfigEndpoints,
  ...identityProviderMappersEndpoints,
  ...userIdentitiesEndpoints,

  implement(listIdentityProvidersDeclaration, async ({ query }, context) => {
    const { server, realm } = context
    const { search, briefRepresentation, realmOnly, first, max = -1 } = query
    const providers = await listIdentityProviders(server.storage, realm.realm.id, {
      ...(search === undefined ? {} : { search }),
      ...(realmOnly ? { organizationId: null } : {}),
      ...narrowKinds(server.registry, query),
      page: toPage({ first, max }),
    })
    return json(
      briefRepresentation
        ? providers.map((provider) => toBriefIdentityProvider(provider, context))
        : providers.map((provider) => toIdentityProviderRepresentation(provider, context)),
    )
  }),

  implement(createIdentityProvider, async ({ body }, context) => {
    const { server } = context
    const provider = toNewIdentityProvider(body, context, server.ids.uuid())
    const path = pathOf(provider.alias)
    await transact(server.storage, async (tx) => {
      await saveIdentityProvider(tx, provider)
      await recordChange(tx, context, { operation: 'CREATE', resourceType, path, representation: body })
    })
    return created(addressOf(context, ...path))
  }),

  implement(getIdentityProvider, async ({ params }, context) =>
    json(toIdentityProviderRepresentation(await requireIdentityProvider(context, params.alias), context)),
  ),

  implement(updateIdentityProvider, async ({ params, body }, context) => {
    const stored = await requireIdentityProvider(context, params.alias)
    const provider = toChangedIdentityProvider(stored, body, context)
    await requireOwnDomain(context, provider)
    const path = pathOf(stored.alias)
    await transact(context.server.storage, async (tx) => {
      await saveIdentityProvider(tx, provider)
      await recordChange(tx, context, { operation: 'UPDATE', resourceType, path, representation: body })
    })
    return empty()
  }),

  implement(deleteIdentityProviderDeclaration, async ({ params }, context) => {
    const provider = await requireIdentityProvider(context, params.alias)
    await transact(context.server.storage, async (tx) => {
      await deleteIdentityProvider(tx, provider)
      await recordChange(tx, context, { operation: 'DELETE', resourceType, path: pathOf(provider.alias) })
    })
    return empty()
  }),

  implement(exportIdentityProvider, async ({ params }, context) => {
    const provider = await requireIdentityProvider(context, params.alias)
    if (provider.providerId !== 'saml') return empty()
    const body = describeServiceProvider(provider, context)
    return { kind: 'bytes', status: 200, mediaType: 'application/xml', body }
  }),

  implement(reloadIdentityProviderKeys, async ({ params }, { server, realm }) => {
    const { realmId, id, config } = await requireIdentityProvider({ server, realm }, params.alias)
    const { useJwksUrl, jwksUrl: url } = config
    if (useJwksUrl !== 'true' || !url) return json(false)
    const keys = await fetchKeySet(server, { owner: `${realmId} ${id}`, url, refresh: true })
    return json(keys.length > 0)
  }),

  implement(getIdentityProviderPermissions, async () => featureOff()),
  implement(updateIdentityProviderPermissions, async () => featureOff()),
]

/** An organization's provider is led to by the organization's domains alone. */
async function requireOwnDomain({ server }: AdminContext, provider: IdentityProvider): Promise<void> {
  const { realmId, organizationId: id, config } = provider
  const organization = id && (await findOrganization(server.storage, realmId, { id }))
  if (!organization || hasDomainOf(organization, config)) return
  throw new InvalidInput(undefined, 'Domain does not match any domain from the organization')
}

/** Users can be linked with whoever signs them in, or speaks for them by assertions. */
const linkingPurposes: readonly IdentityProviderPurpose[] = ['USER_AUTHENTICATION', 'JWT_AUTHORIZATION_GRANT']

function narrowKinds(
  { identityProviderTypes }: Registry,
  { type, capability }: { readonly type?: IdentityProviderPurpose | 'ANY' | undefined; readonly capability?: unknown },
): { readonly providerIds?: readonly string[] } {
  const wanted = type === undefined || type === 'ANY' ? undefined : type
  if (wanted === undefined && capability === undefined) return {}
  const fitting = [...identityProviderTypes.values()].filter(
    ({ purposes }) =>
      (wanted === undefined || purposes.includes(wanted)) &&
      (capability === undefined || linkingPurposes.some((purpose) => purposes.includes(purpose))),
  )
  return { providerIds: fitting.map(({ id }) => id) }
}
