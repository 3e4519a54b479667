import * as z from 'zod'

/** What must be remembered between leaving for the login page and coming back. */
export const pendingSignInSchema = z.object({
  verifier: z.string().min(43),
  nonce: z.string().min(1),
  /** Path, query and fragment to restore. */
  returnTo: z.string(),
  startedAt: z.number(),
})
export type PendingSignIn = z.output<typeof pendingSignInSchema>

export const tokenResponseSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string(),
  expires_in: z.number().default(60),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
  scope: z.string().optional(),
})

const idTokenSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  nonce: z.string().optional(),
  sid: z.string().optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  email: z.string().optional(),
  picture: z.string().optional(),
  locale: z.string().optional(),
})
/** Claims of the ID token about who is signed in. */
export type IdTokenClaims = z.output<typeof idTokenSchema>

/** Sign-in failed in a way that a person must see; `code` is the protocol's error code where there was one. */
export class SignInError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'SignInError'
    this.code = code
  }
}

export type Callback =
  | { readonly kind: 'none' }
  | { readonly kind: 'code'; readonly state: string; readonly code: string }
  | { readonly kind: 'error'; readonly state: string; readonly error: string; readonly description: string | undefined }

const callbackParameters = ['code', 'state', 'session_state', 'iss', 'error', 'error_description', 'error_uri'] as const

/** Reads the answer of the authorization endpoint from an address (RFC 6749, 4.1.2). */
export function parseCallback(address: URL): Callback {
  const { searchParams } = address
  const state = searchParams.get('state')
  const code = searchParams.get('code')
  const error = searchParams.get('error')
  if (state === null) return { kind: 'none' }
  if (error !== null) {
    return { kind: 'error', state, error, description: searchParams.get('error_description') ?? undefined }
  }
  return code === null ? { kind: 'none' } : { kind: 'code', state, code }
}

/** The address without the parameters of a callback; others stay. */
export function withoutCallback(address: URL): string {
  const clean = new URL(address)
  for (const name of callbackParameters) clean.searchParams.delete(name)
  return clean.pathname + clean.search + clean.hash
}

/** Only a path of our own page is ever restored: `//evil.example` and `https:` are refused. */
export function safeReturnTo(returnTo: string, origin: string, fallback: string): string {
  if (!returnTo.startsWith('/')) return fallback
  try {
    const address = new URL(returnTo, origin)
    return address.origin === origin ? withoutCallback(address) : fallback
  } catch {
    return fallback
  }
}

export interface AuthorizeRequest {
  readonly endpoint: string
  readonly clientId: string
  readonly redirectUri: string
  readonly scope: string
  readonly state: string
  readonly nonce: string
  readonly challenge: string
  /** `ui_locales`, `prompt`, `kc_action`, `max_age`, `login_hint` and the like. */
  readonly extra?: Readonly<Record<string, string>>
}

export function buildAuthorizeUrl(request: AuthorizeRequest): string {
  const url = new URL(request.endpoint)
  const parameters = {
    ...request.extra,
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    response_mode: 'query',
    scope: request.scope,
    state: request.state,
    nonce: request.nonce,
    code_challenge: request.challenge,
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** S256 of RFC 7636, section 4.2. */
export async function challengeOf(verifier: string, subtle: SubtleCrypto): Promise<string> {
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  return encodeBase64Url(new Uint8Array(digest))
}

export function encodeBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/**
 * Claims of an ID token that came straight from the token endpoint: there TLS stands for the signature
 * (OpenID Connect Core, 3.1.3.7, rule 6); audience, realm and nonce are still checked.
 */
export function readIdToken(
  token: string,
  expected: { readonly clientId: string; readonly realm: string; readonly nonce: string | undefined },
): IdTokenClaims {
  const parsed = idTokenSchema.safeParse(decodePayload(token))
  if (!parsed.success) throw new SignInError('invalid_id_token', 'The server sent an ID token that cannot be read.')
  const claims = parsed.data
  const audiences = typeof claims.aud === 'string' ? [claims.aud] : claims.aud
  if (!audiences.includes(expected.clientId)) {
    throw new SignInError('invalid_id_token', 'The ID token was issued for another client.')
  }
  if (!claims.iss.endsWith(`/realms/${encodeURIComponent(expected.realm)}`)) {
    throw new SignInError('invalid_id_token', 'The ID token was issued by another realm.')
  }
  if (expected.nonce !== undefined && claims.nonce !== expected.nonce) {
    throw new SignInError('invalid_id_token', 'The ID token does not belong to this sign-in.')
  }
  return claims
}

function decodePayload(token: string): unknown {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
