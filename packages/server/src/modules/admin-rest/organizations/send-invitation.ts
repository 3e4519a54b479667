import type { Organization } from '../../../model/organization/organization.ts'
import { saveInvitation } from '../../../model/organization/organization-invitation.store.ts'
import {
  invitationLinkType,
  invitationNotes,
  type OrganizationInvitation,
} from '../../../model/organization/organization-invitation.ts'
import { findMembership } from '../../../model/organization/organization-member.store.ts'
import { findUserByEmail } from '../../../model/user/user.store.ts'
import type { User } from '../../../model/user/user.ts'
import { issueActionToken } from '../../../oauth/action-token.ts'
import { canSendMail, queueMail, toRecipient } from '../../../spi/mail.ts'
import { empty, json, type Reply } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { refuse } from './in-organization.ts'

export type Invited = Pick<OrganizationInvitation, 'email' | 'firstName' | 'lastName'>

/** Invites whoever has this address, or says why not. */
export async function inviteByEmail(
  context: AdminContext,
  organization: Organization,
  invited: Invited,
): Promise<Reply> {
  const user = await findUserByEmail(context.server.storage, organization.realmId, invited.email)
  if (user) return inviteKnownUser(context, organization, user, invited)
  // Who has no account yet would have to make one by the link.
  return json({ errorMessage: 'Only users of the realm can be invited' }, 501)
}

/** The user agrees by a link in a mail: it is the proof that the address is theirs. */
export async function inviteKnownUser(
  context: AdminContext,
  organization: Organization,
  user: User,
  invited: Invited,
): Promise<Reply> {
  const { server, realm } = context
  const to = toRecipient(user)
  if (!to) return refuse(400, 'User does not have an email address')
  if ((await findMembership(server.storage, organization, user.id)) !== undefined) {
    return refuse(409, 'User already a member of the organization')
  }
  if (!canSendMail(realm.realm.settings)) return json({ errorMessage: 'Failed to send invite email' }, 500)
  const { id: realmId, name, settings } = realm.realm
  const lifespan = settings.actionTokenGeneratedByAdminLifespan
  const id = server.ids.uuid()
  const link = await issueActionToken(
    server,
    realm,
    {
      type: invitationLinkType,
      userId: user.id,
      clientId: 'account',
      email: to.address,
      requiredActions: [],
      redirectUri: organization.redirectUrl ?? `${server.urls.realm(name)}/account`,
      notes: {
        [invitationNotes.organization]: organization.id,
        [invitationNotes.invitation]: id,
        [invitationNotes.name]: organization.name,
      },
    },
    lifespan,
  )
  const invitation: OrganizationInvitation = {
    ...invited,
    ...{ id, realmId, organizationId: organization.id, email: to.address },
    ...{ sentAt: server.clock.now(), expiresAt: link.expiresAt },
  }
  const minutes = Math.floor(lifespan / 60)
  await transact(server.storage, async (tx) => {
    await saveInvitation(tx, invitation)
    await queueMail(tx, server.secrets, {
      realmId,
      to,
      text: 'orgInvite',
      subjectParameters: [organization.name],
      parameters: [link.link, minutes, settings.displayName || name, organization.name, { minutes }],
      validUntil: link.expiresAt,
    })
    await recordChange(tx, context, {
      operation: 'ACTION',
      resourceType: 'ORGANIZATION_MEMBERSHIP',
      path: ['organizations', organization.id, 'members', 'invite-existing-user'],
      representation: { id: user.id, email: to.address },
    })
  })
  return empty()
}
