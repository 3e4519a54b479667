import type { Validity } from '../role/role.ts'

/** That a user agreed to what a client asked for. */
export interface Consent extends Validity {
  readonly realmId: string
  readonly userId: string
  readonly clientId: string
  /** Ids of the client scopes agreed to. */
  readonly scopes: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
}
