import type { Challenge } from '../../oauth/verifier-problem.ts'

/** Name space among the single-use objects. */
export const deviceDecision = 'device'

/** What a device asked for. */
export interface DeviceRequest extends Challenge {
  readonly scope: string
  readonly nonce?: string
  /** RFC 8707. */
  readonly resource?: string
}

export interface DeviceApproval {
  readonly userSessionId: string
  /** For mappers: `acr`, `nonce`. */
  readonly requestNotes: Readonly<Record<string, string>>
}
