import type * as z from 'zod'
import { browserEnvironment, type OidcEnvironment } from './oidc-environment.ts'
import {
  buildAuthorizeUrl,
  challengeOf,
  encodeBase64Url,
  type IdTokenClaims,
  type PendingSignIn,
  parseCallback,
  pendingSignInSchema,
  readIdToken,
  SignInError,
  safeReturnTo,
  tokenResponseSchema,
  withoutCallback,
} from './oidc-protocol.ts'

export interface OidcSessionOptions {
  /** Address of the server without a trailing slash. */
  readonly serverUrl: string
  readonly realm: string
  readonly clientId: string
  /** Address of the page, to which every sign-in returns; the deep link is restored from there. */
  readonly redirectUri: string
  readonly scope?: string
}

export type SessionStatus = 'starting' | 'signed-in' | 'ended'

export interface OidcSession {
  /**
   * Finishes a sign-in that comes back from the login page, or leaves for it. Resolves with the claims; never resolves
   * while the browser leaves. Throws SignInError where a person must decide.
   */
  readonly start: () => Promise<IdTokenClaims>
  /** A token that is valid for a while yet, renewed if need be; undefined when the session has ended. */
  readonly accessToken: () => Promise<string | undefined>
  /** Renews at once, for example after roles or the profile have changed. */
  readonly renew: () => Promise<void>
  /** Leaves for the login page and comes back to where the person is; `kc_action`, `max_age` and others as extras. */
  readonly signIn: (extra?: Readonly<Record<string, string>>) => Promise<never>
  readonly signOut: () => void
  readonly status: () => SessionStatus
  readonly claims: () => IdTokenClaims | undefined
  /** Calls back after each change of status or claims. Returns what ends it. */
  readonly subscribe: (listener: () => void) => () => void
}

type Tokens = z.output<typeof tokenResponseSchema> & { readonly renewAt: number }

const pendingPrefix = 'ztrust.sign-in.'
const pendingLifespan = 60 * 60 * 1000
/** Seconds before the end at which a token is renewed; very short lives are used at least to their half. */
const renewBefore = 10
/** Keycloak answers so when a login page was left open too long: the remedy is to begin again. */
const restartable = new Set(['temporarily_unavailable', 'authentication_expired', 'login_required'])

/** Sign-in of a page by authorization code with PKCE. Tokens stay in memory and are gone with the page. */
export function createOidcSession(
  options: OidcSessionOptions,
  environment: OidcEnvironment = browserEnvironment(),
): OidcSession {
  const endpoints = `${options.serverUrl}/realms/${encodeURIComponent(options.realm)}/protocol/openid-connect`
  const listeners = new Set<() => void>()
  let status: SessionStatus = 'starting'
  let tokens: Tokens | undefined
  let claims: IdTokenClaims | undefined
  let renewing: Promise<void> | undefined
  let starting: Promise<IdTokenClaims> | undefined

  const change = (next: SessionStatus) => {
    status = next
    for (const listener of listeners) listener()
  }

  const requestTokens = async (form: Record<string, string>, nonce: string | undefined) => {
    const response = await environment.fetch(`${endpoints}/token`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ ...form, client_id: options.clientId }),
    })
    const body: unknown = await response.json().catch(() => undefined)
    if (!response.ok) throw readTokenError(response.status, body)
    const parsed = tokenResponseSchema.safeParse(body)
    if (!parsed.success)
      throw new SignInError('invalid_response', 'The server answered in a way that is not understood.')
    const received = parsed.data
    if (received.id_token !== undefined) {
      claims = readIdToken(received.id_token, { clientId: options.clientId, realm: options.realm, nonce })
    }
    tokens = {
      ...received,
      id_token: received.id_token ?? tokens?.id_token,
      refresh_token: received.refresh_token ?? tokens?.refresh_token,
      renewAt: environment.now() + Math.max(received.expires_in - renewBefore, received.expires_in / 2) * 1000,
    }
    change('signed-in')
  }

  const signIn = async (extra?: Readonly<Record<string, string>>): Promise<never> => {
    const { crypto, storage } = environment
    if (crypto.subtle === undefined) {
      throw new SignInError(
        'insecure_context',
        'Signing in needs HTTPS (or localhost): the browser offers no cryptography.',
      )
    }
    const random = () => encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)))
    const [state, nonce, verifier] = [random(), random(), random()]
    const pending: PendingSignIn = {
      verifier,
      nonce,
      returnTo: withoutCallback(environment.currentUrl()),
      startedAt: environment.now(),
    }
    forgetOldSignIns(environment)
    storage.setItem(pendingPrefix + state, JSON.stringify(pending))
    const challenge = await challengeOf(verifier, crypto.subtle)
    environment.navigate(
      buildAuthorizeUrl({
        endpoint: `${endpoints}/auth`,
        clientId: options.clientId,
        redirectUri: options.redirectUri,
        scope: options.scope ?? 'openid',
        state,
        nonce,
        challenge,
        ...(extra === undefined ? {} : { extra }),
      }),
    )
    return new Promise<never>(() => {})
  }

  const begin = async (): Promise<IdTokenClaims> => {
    const address = environment.currentUrl()
    const callback = parseCallback(address)
    if (callback.kind === 'none') return signIn()
    const pending = takePending(environment, callback.state)
    const fallback = withoutCallback(new URL(options.redirectUri))
    environment.replaceUrl(safeReturnTo(pending?.returnTo ?? withoutCallback(address), address.origin, fallback))
    // A callback that this tab did not ask for (bookmark, back button, forged) is not used: begin anew.
    if (pending === undefined) return signIn()
    if (callback.kind === 'error') {
      if (restartable.has(callback.error)) return signIn()
      throw new SignInError(callback.error, callback.description ?? 'The server refused to sign you in.')
    }
    const form = { grant_type: 'authorization_code', code: callback.code, redirect_uri: options.redirectUri }
    await requestTokens({ ...form, code_verifier: pending.verifier }, pending.nonce)
    if (claims === undefined) throw new SignInError('invalid_response', 'The server sent no ID token.')
    return claims
  }

  const renew = () => {
    renewing ??= (async () => {
      const refreshToken = tokens?.refresh_token
      if (refreshToken === undefined) return change('ended')
      try {
        await requestTokens({ grant_type: 'refresh_token', refresh_token: refreshToken }, undefined)
      } catch (error) {
        if (!(error instanceof SignInError)) throw error // no connection: the session may well live
        tokens = undefined
        change('ended')
      }
    })().finally(() => {
      renewing = undefined
    })
    return renewing
  }

  return {
    start: () => {
      starting ??= begin()
      return starting
    },
    accessToken: async () => {
      if (tokens === undefined) return undefined
      if (environment.now() >= tokens.renewAt) await renew()
      return tokens?.access_token
    },
    renew,
    signIn,
    signOut: () => {
      const url = new URL(`${endpoints}/logout`)
      url.searchParams.set('client_id', options.clientId)
      url.searchParams.set('post_logout_redirect_uri', options.redirectUri)
      if (tokens?.id_token !== undefined) url.searchParams.set('id_token_hint', tokens.id_token)
      tokens = undefined
      environment.navigate(url.href)
    },
    status: () => status,
    claims: () => claims,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** 5xx is not the end of a session; any answer in the protocol's own words is. */
function readTokenError(status: number, body: unknown): Error {
  const { error, error_description: description } = (body ?? {}) as Record<string, unknown>
  if (status >= 500 || typeof error !== 'string') return new Error(`The token endpoint answered ${status}`)
  return new SignInError(error, typeof description === 'string' ? description : error)
}

function takePending({ storage, now }: OidcEnvironment, state: string): PendingSignIn | undefined {
  const text = storage.getItem(pendingPrefix + state)
  storage.removeItem(pendingPrefix + state)
  const pending = parsePending(text)
  return pending !== undefined && now() - pending.startedAt < pendingLifespan ? pending : undefined
}

function forgetOldSignIns({ storage, now }: OidcEnvironment): void {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index))
  for (const key of keys) {
    if (!key?.startsWith(pendingPrefix)) continue
    const pending = parsePending(storage.getItem(key))
    if (pending === undefined || now() - pending.startedAt >= pendingLifespan) storage.removeItem(key)
  }
}

function parsePending(text: string | null): PendingSignIn | undefined {
  if (text === null) return undefined
  try {
    const parsed = pendingSignInSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
