export type CredentialType = 'password' | 'otp'

/** Something a user signs in with. `credentialData` is public, `secretData` never leaves the server. */
export interface Credential {
  readonly id: string
  readonly realmId: string
  readonly userId: string
  readonly type: CredentialType
  readonly label?: string
  readonly priority: number
  readonly createdAt: number
  readonly credentialData: Readonly<Record<string, unknown>>
  readonly secretData: Readonly<Record<string, unknown>>
}

/** A credential to be stored: hashed or sealed already. */
export interface NewCredential {
  /** For secrets sealed for this id; else a new one. */
  readonly id?: string
  readonly type: CredentialType
  readonly label?: string
  readonly credentialData: Readonly<Record<string, unknown>>
  readonly secretData: Readonly<Record<string, unknown>>
  /** For imports; else now. */
  readonly createdAt?: number
  /** A password that its user has to change at the next sign-in. */
  readonly isTemporary?: boolean
}
