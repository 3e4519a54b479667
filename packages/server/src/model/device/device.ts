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
}

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
