/** Name space among the single-use objects. */
export const cibaDecision = 'ciba'

/** What a client asked a user. */
export interface CibaRequest {
  readonly userId: string
  readonly scope: string
  /** What the client is told by, sealed; absent in poll mode. */
  readonly sealedPing?: string
}

/** The user said yes. */
export interface CibaApproval {
  /** Epoch milliseconds. */
  readonly approvedAt: number
}
