/**
 * What people do about organizations: whoever is invited joins by a link in a mail.
 *
 *   POST /admin/realms/{realm}/organizations/{id}/members/invite-existing-user (admin-rest) -> invitation, mail
 *   link -> GET asks -> POST -> member, event INVITE_ORG; the invitation is gone
 *
 * Tokens tell of organizations by a protocol mapper (protocol-mappers) and the scope `organization` (oauth).
 */
import { defineModule } from '../../spi/module.ts'
import { organizationInvitationToken } from './organization-invitation-token.ts'

export const organizationsModule = defineModule({
  id: 'organizations',
  actionTokens: [organizationInvitationToken],
})
