import type { KeyObject } from 'node:crypto'

/** What is asked of a store: one key, by the name it has there. */
export interface KeyStoreQuestion {
  /** Password of the store: it is not opened by another. */
  readonly password: string
  /** Java compares names without regard to case. */
  readonly alias: string
  /** Password of the key alone. */
  readonly keyPassword: string
}

export interface StoredKey {
  /** Private or secret. */
  readonly key: KeyObject
  /** DER in base64 of the certificate over the key. */
  readonly certificate?: string
}

/** Why a store gives no key. */
export type KeyStoreProblem = 'format' | 'password' | 'alias' | 'key-password'

export class KeyStoreError extends Error {
  readonly problem: KeyStoreProblem
  constructor(problem: KeyStoreProblem, cause?: unknown) {
    super(`The key store cannot be used: ${problem}`, { cause })
    this.problem = problem
  }
}
