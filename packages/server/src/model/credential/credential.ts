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
