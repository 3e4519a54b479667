import type { GroupRepresentation } from '@ztrust/contract/admin/group-representation'
import {
  createOrganizationGroup,
  createOrganizationSubGroup,
  deleteOrganizationGroup as deleteOrganizationGroupDeclaration,
  getOrganizationGroup,
  getOrganizationGroupByPath,
  joinOrganizationGroup as joinOrganizationGroupDeclaration,
  leaveOrganizationGroup as leaveOrganizationGroupDeclaration,
  listGroupsOfOrganizationMember,
  listOrganizationGroupMembers,
  listOrganizationGroups as listOrganizationGroupsDeclaration,
  listOrganizationSubGroups,
  type OrganizationGroupInput,
  updateOrganizationGroup as updateOrganizationGroupDeclaration,
} from '@ztrust/contract/admin/organization-groups'
import { manageUsers, viewUsers } from '@ztrust/contract/admin/permissions'
import { InvalidInput, NotFound } from '../../../kernel/error.ts'
import type { Organization } from '../../../model/organization/organization.ts'
import {
  deleteOrganizationGroup,
  findOrganizationGroup,
  findOrganizationGroupByPath,
  insertOrganizationGroup,
  joinOrganizationGroup,
  leaveOrganizationGroup,
  listOrganizationGroups,
  updateOrganizationGroup,
} from '../../../model/organization/organization-group.store.ts'
import type { OrganizationGroup } from '../../../model/organization/organization-group.ts'
import { findMembership, listMembers } from '../../../model/organization/organization-member.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json, type Reply } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { copyAttributes } from '../copy-attributes.ts'
import { type Change, recordChange } from '../record-change.ts'
import { inOrganization, refuse, requireAlso } from './in-organization.ts'
import { toMemberList } from './to-representation.ts'

interface PathOfGroup {
  readonly params: { readonly id: string; readonly groupId: string }
}

/** As `inOrganization`, with the group that the path names, of that organization only. */
function inGroup<Request extends PathOfGroup, Context extends AdminContext>(
  handle: (request: Request, context: Context, organization: Organization, group: OrganizationGroup) => Promise<Reply>,
): (request: Request, context: Context) => Promise<Reply> {
  return inOrganization(async (request, context, organization) => {
    const { storage } = context.server
    const group = await findOrganizationGroup(storage, organization.realmId, request.params.groupId)
    if (!group) return refuse(404, 'Group does not exist')
    if (group.organizationId !== organization.id) return refuse(400, 'Group does not belong to the organization')
    return handle(request, context, organization, group)
  })
}

export const organizationGroupsEndpoints = [
  implement(
    listOrganizationGroupsDeclaration,
    inOrganization(async ({ query }, context, organization) => {
      const groups = await listOrganizationGroups(context.server.storage, organization, query, toPage(query))
      return json(groups.map((query.briefRepresentation ?? true) ? toBrief : toWhole))
    }),
  ),

  implement(
    createOrganizationGroup,
    inOrganization(async ({ body }, context, organization) => {
      const group = await createGroup(context, organization, body, undefined)
      return json(toBrief(group), 201, { location: addressOf(context, ...pathOf(group)) })
    }),
  ),

  implement(
    getOrganizationGroupByPath,
    inOrganization(async ({ params }, context, organization) => {
      const path = `/${params.path.replace(/^\/+/, '')}`
      const group = await findOrganizationGroupByPath(context.server.storage, organization, path)
      return group ? json(toBrief(group)) : refuse(404, 'Group does not exist')
    }),
  ),

  implement(
    getOrganizationGroup,
    inGroup(async (_request, _context, _organization, group) => json(toWhole(group))),
  ),

  implement(
    updateOrganizationGroupDeclaration,
    inGroup(async ({ body }, context, _organization, group) => {
      const change = { name: requireName(body.name ?? group.name), attributes: body.attributes ?? group.attributes }
      await transact(context.server.storage, async (tx) => {
        await updateOrganizationGroup(tx, group, change)
        await recordChange(tx, context, { ...changeOf('UPDATE', group), representation: body })
      })
      return empty()
    }),
  ),

  implement(
    deleteOrganizationGroupDeclaration,
    inGroup(async (_request, context, _organization, group) => {
      await transact(context.server.storage, async (tx) => {
        await deleteOrganizationGroup(tx, group)
        await recordChange(tx, context, changeOf('DELETE', group))
      })
      return empty()
    }),
  ),

  implement(
    listOrganizationSubGroups,
    inGroup(async ({ query }, context, organization, { id: parentId }) => {
      const filter = { ...query, parentId }
      const groups = await listOrganizationGroups(context.server.storage, organization, filter, toPage(query))
      return json(groups.map((query.briefRepresentation ?? true) ? toBrief : toWhole))
    }),
  ),

  implement(
    createOrganizationSubGroup,
    inGroup(async ({ body }, context, organization, parent) => {
      const group = await createGroup(context, organization, body, parent)
      return json(toWhole(group), 201, { location: addressOf(context, ...pathOf(group)) })
    }),
  ),

  implement(
    listOrganizationGroupMembers,
    inGroup(async ({ query }, context, organization, { id: groupId }) => {
      requireAlso(context, viewUsers)
      const members = await listMembers(context.server.storage, organization, { groupId }, toPage(query))
      return json(await toMemberList(context, members, query.briefRepresentation ?? false))
    }),
  ),

  implement(
    joinOrganizationGroupDeclaration,
    inGroup(async ({ params }, context, organization, group) => {
      requireAlso(context, manageUsers)
      if ((await findMembership(context.server.storage, organization, params.userId)) === undefined) {
        return refuse(400, 'User is not member of the organization')
      }
      await transact(context.server.storage, async (tx) => {
        await joinOrganizationGroup(tx, group, params.userId)
        await recordChange(tx, context, memberChangeOf('CREATE', group, params.userId))
      })
      return empty()
    }),
  ),

  implement(
    leaveOrganizationGroupDeclaration,
    inGroup(async ({ params }, context, organization, group) => {
      requireAlso(context, manageUsers)
      if ((await findMembership(context.server.storage, organization, params.userId)) === undefined) {
        return refuse(400, 'User is not member of the organization')
      }
      await transact(context.server.storage, async (tx) => {
        await leaveOrganizationGroup(tx, group, params.userId)
        await recordChange(tx, context, memberChangeOf('DELETE', group, params.userId))
      })
      return empty()
    }),
  ),

  implement(
    listGroupsOfOrganizationMember,
    inOrganization(async ({ params, query }, context, organization) => {
      requireAlso(context, viewUsers)
      const { storage } = context.server
      const { userId: memberId } = params
      if ((await findMembership(storage, organization, memberId)) === undefined) {
        throw new NotFound('member', 'HTTP 404 Not Found')
      }
      const groups = await listOrganizationGroups(storage, organization, { memberId }, toPage(query))
      return json(groups.map((query.briefRepresentation ?? true) ? toBrief : toWhole))
    }),
  ),
]

const pathOf = ({ organizationId, id }: OrganizationGroup) => ['organizations', organizationId, 'groups', id]

function changeOf(operation: Change['operation'], group: OrganizationGroup): Change {
  return { operation, resourceType: 'GROUP', path: pathOf(group) }
}

function memberChangeOf(operation: Change['operation'], group: OrganizationGroup, userId: string): Change {
  return { operation, resourceType: 'GROUP_MEMBERSHIP', path: [...pathOf(group), 'members', userId] }
}

async function createGroup(
  context: AdminContext,
  organization: Organization,
  body: OrganizationGroupInput,
  parent: OrganizationGroup | undefined,
): Promise<OrganizationGroup> {
  const { server } = context
  const name = requireName(body.name)
  const group: OrganizationGroup = {
    ...{ id: server.ids.uuid(), realmId: organization.realmId, organizationId: organization.id, name },
    ...(parent ? { parentId: parent.id } : {}),
    path: `${parent?.path ?? ''}/${name}`,
    attributes: body.attributes ?? {},
  }
  await transact(server.storage, async (tx) => {
    await insertOrganizationGroup(tx, group)
    await recordChange(tx, context, { ...changeOf('CREATE', group), representation: body })
  })
  return group
}

/** Part of paths, which a slash divides. */
function requireName(name: string | undefined): string {
  if (!name?.trim()) throw new InvalidInput(undefined, 'Group name is missing')
  if (name.includes('/')) throw new InvalidInput('name', 'error-invalid-value')
  return name.trim()
}

/** The organization stands where the groups at the top hang from, as in Keycloak. */
function toBrief({ id, name, path, parentId, organizationId }: OrganizationGroup): GroupRepresentation {
  return { id, name, path, parentId: parentId ?? organizationId, subGroups: [] }
}

function toWhole(group: OrganizationGroup): GroupRepresentation {
  return { ...toBrief(group), attributes: copyAttributes(group.attributes), realmRoles: [], clientRoles: {} }
}
