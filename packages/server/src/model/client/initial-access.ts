/** Leave to register so many clients, given by an administrator as a token with this id. */
export interface InitialAccess {
  readonly id: string
  readonly realmId: string
  readonly count: number
  readonly remainingCount: number
  /** Seconds; 0 for without end. */
  readonly lifespan: number
  readonly createdAt: number
}
