import {
  getOrganizationProvider,
  linkOrganizationProvider,
  listOrganizationProviders,
  unlinkOrganizationProvider,
} from '@ztrust/contract/admin/organizations'
import { manageIdentityProviders, viewIdentityProviders } from '@ztrust/contract/admin/permissions'
import {
  findIdentityProvider,
  listIdentityProviders,
} from '../../../model/identity-provider/identity-provider.store.ts'
import type { IdentityProvider } from '../../../model/identity-provider/identity-provider.ts'
import type { Organization } from '../../../model/organization/organization.ts'
import { linkProvider, unlinkProvider } from '../../../model/organization/organization-provider.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { toIdentityProviderRepresentation } from '../identity-providers/to-representation.ts'
import { recordChange } from '../record-change.ts'
import { inOrganization, readPlainText, refuse, requireAlso } from './in-organization.ts'

const resourceType = 'ORGANIZATION'
const pathOf = ({ id }: Organization, alias: string) => ['organizations', id, 'identity-providers', alias]

export const organizationProvidersEndpoints = [
  implement(
    listOrganizationProviders,
    inOrganization(async (_request, context, { id, realmId }) => {
      requireAlso(context, viewIdentityProviders)
      const providers = await listIdentityProviders(context.server.storage, realmId, { organizationId: id })
      return json(providers.map((provider) => toIdentityProviderRepresentation(provider, context)))
    }),
  ),

  implement(
    linkOrganizationProvider,
    inOrganization(async ({ body }, context, organization) => {
      requireAlso(context, manageIdentityProviders)
      const { storage } = context.server
      const alias = readPlainText(body)
      const provider = await findIdentityProvider(storage, organization.realmId, { alias })
      if (!provider) return refuse(400, 'Identity provider not found with the given alias')
      if (provider.organizationId === organization.id) {
        return refuse(409, 'Identity provider already associated to the organization')
      }
      if (provider.organizationId !== undefined) {
        return refuse(400, 'Identity provider already associated with a different organization')
      }
      await transact(storage, async (tx) => {
        await linkProvider(tx, provider, organization)
        await recordChange(tx, context, { operation: 'CREATE', resourceType, path: pathOf(organization, alias) })
      })
      return empty()
    }),
  ),

  implement(
    getOrganizationProvider,
    inOrganization(async ({ params }, context, organization) => {
      requireAlso(context, viewIdentityProviders)
      const provider = await findProviderOf(context, organization, params.alias)
      if (!provider) return refuse(404, 'Identity provider not associated with the organization')
      return json(toIdentityProviderRepresentation(provider, context))
    }),
  ),

  implement(
    unlinkOrganizationProvider,
    inOrganization(async ({ params }, context, organization) => {
      requireAlso(context, manageIdentityProviders)
      const provider = await findProviderOf(context, organization, params.alias)
      if (!provider) return refuse(404, 'Identity provider not found with the given alias')
      await transact(context.server.storage, async (tx) => {
        await unlinkProvider(tx, provider)
        await recordChange(tx, context, { operation: 'DELETE', resourceType, path: pathOf(organization, params.alias) })
      })
      return empty()
    }),
  ),
]

async function findProviderOf(
  { server }: Pick<AdminContext, 'server'>,
  { id, realmId }: Organization,
  alias: string,
): Promise<IdentityProvider | undefined> {
  const provider = await findIdentityProvider(server.storage, realmId, { alias })
  return provider?.organizationId === id ? provider : undefined
}
