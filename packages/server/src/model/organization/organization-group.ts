/** A group of an organization's own: only its members can be in it. */
export interface OrganizationGroup {
  readonly id: string
  readonly realmId: string
  readonly organizationId: string
  /** Absent for a group at the top. */
  readonly parentId?: string
  /** Unique beside its siblings. */
  readonly name: string
  /** Names from the top down: `/sales/north`. */
  readonly path: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
}
