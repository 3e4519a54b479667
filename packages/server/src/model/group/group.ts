/** A group of users; groups form trees. */
export interface Group {
  readonly id: string
  readonly realmId: string
  readonly parentId?: string
  readonly name: string
  readonly description?: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
}
