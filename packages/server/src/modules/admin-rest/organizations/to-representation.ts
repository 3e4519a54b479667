import type { MemberRepresentation, OrganizationRepresentation } from '@ztrust/contract/admin/organizations'
import type { Organization } from '../../../model/organization/organization.ts'
import type { Member } from '../../../model/organization/organization-member.store.ts'
import type { AdminContext } from '../admin-context.ts'
import { copyAttributes } from '../copy-attributes.ts'
import { toUserList } from '../users/list-users.ts'

/** What lists give unless `briefRepresentation=false`. */
export function toBriefOrganization(organization: Organization): OrganizationRepresentation {
  const { id, name, alias, enabled, description, redirectUrl, domains } = organization
  return {
    ...{ id, name, alias, enabled, description, redirectUrl },
    ...(domains.length === 0 ? {} : { domains: domains.map((domain) => ({ ...domain })) }),
  }
}

export function toOrganizationRepresentation(organization: Organization): OrganizationRepresentation {
  return { ...toBriefOrganization(organization), attributes: copyAttributes(organization.attributes) }
}

export async function toMemberList(
  context: AdminContext,
  members: readonly Member[],
  isBrief: boolean,
): Promise<MemberRepresentation[]> {
  const users = await toUserList(
    context,
    members.map(({ user }) => user),
    isBrief,
  )
  const typeOf = new Map(members.map(({ user, membershipType }) => [user.id, membershipType]))
  return users.map(({ access: _, ...user }) => ({ ...user, membershipType: typeOf.get(user.id ?? '') ?? 'UNMANAGED' }))
}
