import {
  countOrganizations as countOrganizationsDeclaration,
  createOrganization,
  deleteOrganization as deleteOrganizationDeclaration,
  getOrganization,
  listOrganizations as listOrganizationsDeclaration,
  updateOrganization,
} from '@ztrust/contract/admin/organizations'
import { viewOrganizations } from '@ztrust/contract/admin/permissions'
import { deleteOrganization } from '../../../model/organization/delete-organization.ts'
import {
  countOrganizations,
  listOrganizations,
  type OrganizationFilter,
} from '../../../model/organization/organization.store.ts'
import { dropLostDomains } from '../../../model/organization/organization-provider.ts'
import { saveOrganization } from '../../../model/organization/save-organization.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { addressOf } from '../admin-context.ts'
import { parseAttributeQuery } from '../parse-attribute-query.ts'
import { recordChange } from '../record-change.ts'
import { toChangedOrganization, toNewOrganization } from './from-representation.ts'
import { inOrganization, withOrganizations } from './in-organization.ts'
import { organizationGroupsEndpoints } from './organization-groups-endpoint.ts'
import { organizationInvitationsEndpoints } from './organization-invitations-endpoint.ts'
import { organizationMembersEndpoints } from './organization-members-endpoint.ts'
import { organizationProvidersEndpoints } from './organization-providers-endpoint.ts'
import { toBriefOrganization, toOrganizationRepresentation } from './to-representation.ts'

const resourceType = 'ORGANIZATION'

interface Query {
  readonly search?: string | undefined
  readonly exact?: boolean | undefined
  readonly q?: string | undefined
}

const toFilter = ({ search, exact, q }: Query): OrganizationFilter => ({
  search: search?.trim(),
  exact,
  attributes: parseAttributeQuery(q),
})

export const organizationsEndpoints = [
  ...organizationMembersEndpoints,
  ...organizationProvidersEndpoints,
  ...organizationInvitationsEndpoints,
  ...organizationGroupsEndpoints,

  implement(
    listOrganizationsDeclaration,
    withOrganizations(async ({ query }, { server, realm, caller }) => {
      if (!caller.can(...viewOrganizations)) return json([])
      const page = toPage({ first: query.first, max: query.max ?? 10 })
      const organizations = await listOrganizations(server.storage, realm.realm.id, toFilter(query), page)
      const isBrief = query.briefRepresentation ?? true
      return json(organizations.map(isBrief ? toBriefOrganization : toOrganizationRepresentation))
    }),
  ),

  implement(
    countOrganizationsDeclaration,
    withOrganizations(async ({ query }, { server, realm, caller }) =>
      json(
        caller.can(...viewOrganizations)
          ? await countOrganizations(server.storage, realm.realm.id, toFilter(query))
          : 0,
      ),
    ),
  ),

  implement(
    createOrganization,
    withOrganizations(async ({ body }, context) => {
      const { server, realm } = context
      const { id: realmId, name: realmName } = realm.realm
      const place = { id: server.ids.uuid(), realmId, createdAt: server.clock.now() }
      const organization = toNewOrganization(body, place)
      const path = ['organizations', organization.id]
      await transact(server.storage, async (tx) => {
        await saveOrganization(tx, organization, realmName)
        await recordChange(tx, context, { operation: 'CREATE', resourceType, path, representation: body })
      })
      return created(addressOf(context, ...path))
    }),
  ),

  implement(
    getOrganization,
    inOrganization(async (_request, _context, organization) => json(toOrganizationRepresentation(organization))),
  ),

  implement(
    updateOrganization,
    inOrganization(async ({ body }, context, stored) => {
      const organization = toChangedOrganization(stored, body)
      const path = ['organizations', organization.id]
      await transact(context.server.storage, async (tx) => {
        await saveOrganization(tx, organization, context.realm.realm.name)
        await dropLostDomains(tx, organization)
        await recordChange(tx, context, { operation: 'UPDATE', resourceType, path, representation: body })
      })
      return empty()
    }),
  ),

  implement(
    deleteOrganizationDeclaration,
    inOrganization(async (_request, context, organization) => {
      const path = ['organizations', organization.id]
      await transact(context.server.storage, async (tx) => {
        await deleteOrganization(tx, organization)
        await recordChange(tx, context, { operation: 'DELETE', resourceType, path })
      })
      return empty()
    }),
  ),
]
