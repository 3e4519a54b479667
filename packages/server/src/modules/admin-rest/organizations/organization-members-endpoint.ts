import {
  addOrganizationMember,
  countOrganizationMembers,
  getOrganizationMember,
  listOrganizationMembers,
  listOrganizationsOfMember,
  listOrganizationsOfUser,
  removeOrganizationMember,
} from '@ztrust/contract/admin/organizations'
import { manageUsers, viewUsers } from '@ztrust/contract/admin/permissions'
import { NotFound } from '../../../kernel/error.ts'
import { listOrganizations } from '../../../model/organization/organization.store.ts'
import type { Organization } from '../../../model/organization/organization.ts'
import {
  addMember,
  countMembers,
  findMembership,
  listMembers,
  type Member,
} from '../../../model/organization/organization-member.store.ts'
import { removeMember } from '../../../model/organization/remove-member.ts'
import { findUserById } from '../../../model/user/user.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { inOrganization, readPlainText, requireAlso, withOrganizations } from './in-organization.ts'
import { toBriefOrganization, toMemberList, toOrganizationRepresentation } from './to-representation.ts'

const resourceType = 'ORGANIZATION_MEMBERSHIP'
const pathOf = ({ id }: Organization, userId: string) => ['organizations', id, 'members', userId]
const nobody = () => new NotFound('member', 'HTTP 404 Not Found')

export const organizationMembersEndpoints = [
  implement(
    listOrganizationMembers,
    inOrganization(async ({ query }, context, organization) => {
      requireAlso(context, viewUsers)
      const page = toPage({ first: query.first, max: query.max ?? 10 })
      const members = await listMembers(context.server.storage, organization, query, page)
      return json(await toMemberList(context, members, query.briefRepresentation ?? true))
    }),
  ),

  implement(
    countOrganizationMembers,
    inOrganization(async (_request, context, organization) => {
      requireAlso(context, viewUsers)
      return json(await countMembers(context.server.storage, organization))
    }),
  ),

  implement(
    addOrganizationMember,
    inOrganization(async ({ body }, context, organization) => {
      requireAlso(context, manageUsers)
      const user = await findUserById(context.server.storage, organization.realmId, readPlainText(body))
      if (!user) throw nobody()
      const path = pathOf(organization, user.id)
      await transact(context.server.storage, async (tx) => {
        await addMember(tx, organization, user, 'UNMANAGED')
        const representation = { id: user.id, username: user.username, email: user.email }
        await recordChange(tx, context, { operation: 'CREATE', resourceType, path, representation })
      })
      return created(addressOf(context, ...path))
    }),
  ),

  implement(
    getOrganizationMember,
    inOrganization(async ({ params }, context, organization) => {
      requireAlso(context, viewUsers)
      const [member] = await toMemberList(context, [await requireMember(context, organization, params.userId)], false)
      return json(member)
    }),
  ),

  implement(
    removeOrganizationMember,
    inOrganization(async ({ params }, context, organization) => {
      requireAlso(context, manageUsers)
      await transact(context.server.storage, async (tx) => {
        if (!(await removeMember(tx, organization, params.userId))) throw nobody()
        const path = pathOf(organization, params.userId)
        await recordChange(tx, context, { operation: 'DELETE', resourceType, path })
      })
      return empty()
    }),
  ),

  implement(
    listOrganizationsOfMember,
    inOrganization(async ({ params, query }, context, organization) => {
      requireAlso(context, viewUsers)
      const { user } = await requireMember(context, organization, params.userId)
      return json(await organizationsOf(context, user.id, query.briefRepresentation ?? true))
    }),
  ),

  implement(
    listOrganizationsOfUser,
    withOrganizations(async ({ params, query }, context) => {
      requireAlso(context, viewUsers)
      const user = await findUserById(context.server.storage, context.realm.realm.id, params.userId)
      if (!user) throw nobody()
      return json(await organizationsOf(context, user.id, query.briefRepresentation ?? true))
    }),
  ),
]

async function requireMember(
  { server }: Pick<AdminContext, 'server'>,
  organization: Organization,
  userId: string,
): Promise<Member> {
  const membershipType = await findMembership(server.storage, organization, userId)
  const user = membershipType && (await findUserById(server.storage, organization.realmId, userId))
  if (!user) throw nobody()
  return { user, membershipType }
}

async function organizationsOf({ server, realm }: AdminContext, memberId: string, isBrief: boolean) {
  const page = toPage({ max: -1 })
  const organizations = await listOrganizations(server.storage, realm.realm.id, { memberId }, page)
  return organizations.map(isBrief ? toBriefOrganization : toOrganizationRepresentation)
}
