/** A company or the like whose people use the applications of a realm. */
export interface Organization {
  readonly id: string
  readonly realmId: string
  /** Unique in the realm. */
  readonly name: string
  /** Its name in scopes and tokens: unique in the realm, and never changed. */
  readonly alias: string
  readonly enabled: boolean
  readonly description?: string
  /** Where people go after they have joined. */
  readonly redirectUrl?: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
  /** By name. */
  readonly domains: readonly OrganizationDomain[]
  readonly createdAt: number
}

/** A domain of mail addresses that belongs to one organization of the realm only. */
export interface OrganizationDomain {
  /** In lower case. */
  readonly name: string
  readonly verified: boolean
}

/**
 * `MANAGED`: made for the organization, by its identity provider, and gone with the membership. `UNMANAGED`: a user of
 * the realm who has joined.
 */
export type MembershipType = 'MANAGED' | 'UNMANAGED'
