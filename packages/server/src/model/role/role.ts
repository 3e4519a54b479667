/** A realm role, or a client role when `clientId` (the client's id, not its name) is set. */
export interface Role {
  readonly id: string
  readonly realmId: string
  readonly clientId?: string
  readonly name: string
  readonly description?: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/** A role held for a time. Undefined bounds are open; times in epoch milliseconds. */
export interface Validity {
  readonly validFrom?: number
  readonly validTo?: number
}
