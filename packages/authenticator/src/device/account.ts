/** What became of an account, as the server told it last. */
export type AccountState =
  | 'active'
  | 'removed-by-user'
  | 'removed-by-administrator'
  | 'removed-by-device'
  | 'account-disabled'
  /** The server does not know this phone, or the organisation, any more. */
  | 'unknown'

/** One account on this phone. The key is in the browser's key store: scripts can use it, nobody can read it. */
export interface Account {
  /** The device's id on the server. */
  readonly id: string
  /** Origin of the server. */
  readonly server: string
  readonly realm: string
  readonly realmDisplayName: string
  readonly username: string
  readonly displayName: string
  readonly photoUrl?: string | undefined
  readonly deviceName: string
  readonly model: string
  readonly platform: string
  readonly isPrimary: boolean
  readonly addedAt: number
  readonly lastUsedAt?: number | undefined
  readonly privateKey: CryptoKey
  readonly state: AccountState
  /** When the server was last asked successfully. */
  readonly checkedAt: number
}

/** The phone was removed, or the server never heard of it: nothing will bring it back. */
export function isOver({ state }: Pick<Account, 'state'>): boolean {
  return state !== 'active' && state !== 'account-disabled'
}
