import { OAuthError, type OAuthErrorOptions } from '../kernel/error.ts'
import type { Tx } from '../storage/db.ts'

export interface TokenRefusalOptions extends OAuthErrorOptions {
  readonly userId?: string
  readonly sessionId?: string
  /** What the refusal itself changes: a replayed code ends what it gave. Written together with the event. */
  readonly consequence?: (tx: Tx) => Promise<void>
  /** Not yet, ask again: what belongs to the protocol's usual course is no event. */
  readonly isUsual?: boolean
}

/** An OAuth error of which more is known, or from which something follows. */
export class TokenRefusal extends OAuthError {
  readonly userId: string | undefined
  readonly sessionId: string | undefined
  readonly consequence: ((tx: Tx) => Promise<void>) | undefined
  readonly isUsual: boolean
  constructor(code: string, description: string, options: TokenRefusalOptions = {}) {
    super(code, description, options)
    this.name = 'TokenRefusal'
    this.userId = options.userId
    this.sessionId = options.sessionId
    this.consequence = options.consequence
    this.isUsual = options.isUsual ?? false
  }
}
