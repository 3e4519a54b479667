/** Somebody who was asked to join an organization; one at a time for each address. Times are epoch milliseconds. */
export interface OrganizationInvitation {
  readonly id: string
  readonly realmId: string
  readonly organizationId: string
  readonly email: string
  readonly firstName?: string
  readonly lastName?: string
  readonly sentAt: number
  readonly expiresAt: number
}

/** Kind of the links in invitations (Keycloak's `typ`). */
export const invitationLinkType = 'ORGIVT'

/** Notes of such a link. */
export const invitationNotes = { organization: 'org_id', invitation: 'invitation', name: 'name' } as const
