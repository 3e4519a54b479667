import { recordEvent } from '../../model/event/record-event.ts'
import { findOrganization } from '../../model/organization/organization.store.ts'
import type { Organization } from '../../model/organization/organization.ts'
import { deleteInvitation } from '../../model/organization/organization-invitation.store.ts'
import { invitationLinkType, invitationNotes } from '../../model/organization/organization-invitation.ts'
import { addMember, findMembership } from '../../model/organization/organization-member.store.ts'
import { updateUser } from '../../model/user/update-user.ts'
import type { ActionTokenContext, ActionTokenHandler, ActionTokenStep } from '../../spi/action-token.ts'
import { text } from '../../spi/form.ts'
import type { Tx } from '../../storage/db.ts'

/** An invitation to join an organization. That the link was opened proves the address as well. */
export const organizationInvitationToken: ActionTokenHandler = {
  type: invitationLinkType,
  confirmation: ({ token }) => text('organization.confirm-membership', token.notes[invitationNotes.name] ?? ''),
  async process(tx, context) {
    const { realm, token } = context
    const { [invitationNotes.organization]: id = '', [invitationNotes.invitation]: invitation = '' } = token.notes
    const isOn = realm.realm.settings.organizationsEnabled
    const organization = isOn ? await findOrganization(tx, realm.realm.id, { id }) : undefined
    // Taken back, sent anew or used: the link is worth nothing any more.
    if (!organization?.enabled || !(await deleteInvitation(tx, organization, invitation))) {
      return { kind: 'done', message: text('organizationInvitationGone') }
    }
    return join(tx, context, organization)
  },
}

async function join(
  tx: Tx,
  { server, realm, client, user, token, request }: ActionTokenContext,
  organization: Organization,
): Promise<ActionTokenStep> {
  if ((await findMembership(tx, organization, user.id)) === undefined) {
    await addMember(tx, organization, user, 'UNMANAGED')
  }
  if (!user.emailVerified) {
    const requiredActions = user.requiredActions.filter((alias) => alias !== 'VERIFY_EMAIL')
    await updateUser(tx, realm, user, { emailVerified: true, requiredActions })
  }
  const details = { org_id: organization.id, email: token.email, username: user.username }
  const event = { clientId: client.client.clientId, userId: user.id, ip: request.ip, details }
  await recordEvent(tx, realm, { type: 'INVITE_ORG', ...event }, server)
  return { kind: 'done', message: text('organizationJoined', organization.name) }
}
