import {
  deleteOrganizationInvitation,
  getOrganizationInvitation,
  inviteExistingUser,
  inviteUser,
  listOrganizationInvitations,
  type OrganizationInvitationRepresentation,
  resendOrganizationInvitation,
} from '@ztrust/contract/admin/organizations'
import {
  deleteInvitation,
  findInvitation,
  listInvitations,
} from '../../../model/organization/organization-invitation.store.ts'
import type { OrganizationInvitation } from '../../../model/organization/organization-invitation.ts'
import { findUserById } from '../../../model/user/user.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { readForm, readFormText } from '../read-form.ts'
import { recordChange } from '../record-change.ts'
import { inOrganization, refuse } from './in-organization.ts'
import { inviteByEmail, inviteKnownUser } from './send-invitation.ts'

const notFound = () => refuse(404, 'Invitation not found')

/** As a form field of browsers has it (HTML, section 4.10.5.1.5), and in a domain. */
const mailAddress = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/i

export const organizationInvitationsEndpoints = [
  implement(
    inviteUser,
    inOrganization(async ({ body }, context, organization) => {
      const fields = await readFields(context, body)
      const email = await fields('email')
      if (!email) return refuse(400, 'Email is required to invite a member')
      if (!mailAddress.test(email) || email.length > 254) return refuse(400, 'Invalid email format')
      const known = await findInvitation(context.server.storage, organization, { email })
      if (known && !isExpired(known, context)) return refuse(409, 'User already has a pending invitation')
      const [firstName, lastName] = [await fields('firstName'), await fields('lastName')]
      return inviteByEmail(context, organization, {
        email,
        ...(firstName ? { firstName } : {}),
        ...(lastName ? { lastName } : {}),
      })
    }),
  ),

  implement(
    inviteExistingUser,
    inOrganization(async ({ body }, context, organization) => {
      const { storage } = context.server
      const id = await (await readFields(context, body))('id')
      if (!id) return json({ error: 'To invite a member you need to provide the user id' }, 400)
      const user = await findUserById(storage, organization.realmId, id)
      if (!user) return refuse(400, 'User does not exist')
      if (!user.email) return refuse(400, 'User does not have an email address')
      const { email, firstName, lastName } = user
      const known = await findInvitation(storage, organization, { email })
      if (known && !isExpired(known, context)) return refuse(409, 'User already has a pending invitation')
      return inviteKnownUser(context, organization, user, {
        email,
        ...(firstName ? { firstName } : {}),
        ...(lastName ? { lastName } : {}),
      })
    }),
  ),

  implement(
    listOrganizationInvitations,
    inOrganization(async ({ query }, context, organization) => {
      const page = toPage({ first: query.first, max: query.max ?? 10 })
      const invitations = await listInvitations(context.server.storage, organization, query, page)
      return json(invitations.map((invitation) => toRepresentation(invitation, context)))
    }),
  ),

  implement(
    getOrganizationInvitation,
    inOrganization(async ({ params }, context, organization) => {
      const invitation = await findInvitation(context.server.storage, organization, { id: params.invitationId })
      return invitation ? json(toRepresentation(invitation, context)) : notFound()
    }),
  ),

  implement(
    resendOrganizationInvitation,
    inOrganization(async ({ params }, context, organization) => {
      const invitation = await findInvitation(context.server.storage, organization, { id: params.invitationId })
      return invitation ? inviteByEmail(context, organization, invitation) : notFound()
    }),
  ),

  implement(
    deleteOrganizationInvitation,
    inOrganization(async ({ params }, context, organization) =>
      transact(context.server.storage, async (tx) => {
        if (!(await deleteInvitation(tx, organization, params.invitationId))) return notFound()
        await recordChange(tx, context, {
          operation: 'DELETE',
          resourceType: 'ORGANIZATION_MEMBERSHIP',
          path: ['organizations', organization.id, 'invitations', params.invitationId],
        })
        return empty()
      }),
    ),
  ),
]

async function readFields(
  { request }: Pick<AdminContext, 'request'>,
  body: Uint8Array,
): Promise<(name: string) => Promise<string | undefined>> {
  if (body.length === 0) return async () => undefined
  const form = await readForm(body, String(request.headers['content-type'] ?? ''))
  return async (name) => (await readFormText(form, name))?.trim()
}

function isExpired({ expiresAt }: OrganizationInvitation, { server }: Pick<AdminContext, 'server'>): boolean {
  return expiresAt <= server.clock.now()
}

function toRepresentation(
  invitation: OrganizationInvitation,
  context: Pick<AdminContext, 'server'>,
): OrganizationInvitationRepresentation {
  const { id, organizationId, email, firstName, lastName, sentAt, expiresAt } = invitation
  return {
    ...{ id, organizationId, email, firstName, lastName },
    sentDate: Math.floor(sentAt / 1000),
    expiresAt: Math.floor(expiresAt / 1000),
    status: isExpired(invitation, context) ? 'EXPIRED' : 'PENDING',
  }
}
