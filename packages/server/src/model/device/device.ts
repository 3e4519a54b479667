/** A phone with the ZTrust Authenticator, enrolled for one user account. */
export interface Device {
  readonly id: string
  readonly realmId: string
  readonly userId: string
  /** What the user calls it. */
  readonly name: string
  readonly model: string
  readonly platform: string
  /** Public P-256 key as JWK JSON. */
  readonly publicKey: string
  /** At most one per user: the one that push and QR login use. */
  readonly isPrimary: boolean
  readonly createdAt: number
  readonly lastUsedAt?: number
  readonly revokedAt?: number
  readonly revokedBy?: DeviceRemover
}

/** Who removed it: its owner in the portal, an administrator, or its owner on the phone itself. */
export const deviceRemovers = ['user', 'administrator', 'device'] as const
export type DeviceRemover = (typeof deviceRemovers)[number]

/** An invitation to enrol, shown as QR code. */
export interface DeviceEnrolment {
  readonly id: string
  readonly realmId: string
  readonly userId: string
  readonly state: 'pending' | 'scanned' | 'confirmed' | 'failed'
  readonly attempts: number
  readonly deviceId?: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** What an invitation is worth at a time: open ones expire. */
export function enrolmentStateAt(
  { state, expiresAt }: DeviceEnrolment,
  now: number,
): DeviceEnrolment['state'] | 'expired' {
  const isOpen = state === 'pending' || state === 'scanned'
  return isOpen && expiresAt <= now ? 'expired' : state
}
