/** Name space of codes among the single-use objects. */
export const codeKind = 'oidc-code'

/** What a code stands for. */
export interface CodePayload {
  readonly userSessionId: string
  /** The client's id, not its name. */
  readonly clientId: string
  readonly redirectUri: string
  /** The request did not name it: the token request need not either. */
  readonly isRedirectImplied?: boolean
  readonly scope: string
  readonly nonce?: string
  readonly codeChallenge?: string
  readonly codeChallengeMethod?: string
  /** Thumbprint of the one key that may use it (RFC 9449, section 10). */
  readonly dpopJkt?: string
  /** What the tokens are for (RFC 8707). */
  readonly resource?: string
  /** For mappers: `acr`, `nonce`. */
  readonly requestNotes: Readonly<Record<string, string>>
}
