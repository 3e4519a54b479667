import { webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { OidcEnvironment } from './oidc-environment.ts'
import {
  challengeOf,
  encodeBase64Url,
  parseCallback,
  SignInError,
  safeReturnTo,
  withoutCallback,
} from './oidc-protocol.ts'
import { createOidcSession } from './oidc-session.ts'

const options = {
  serverUrl: 'https://id.example',
  realm: 'demo',
  clientId: 'account-console',
  redirectUri: 'https://id.example/realms/demo/account/',
}

function makeToken(claims: Record<string, unknown>): string {
  const part = (value: unknown) => encodeBase64Url(new TextEncoder().encode(JSON.stringify(value)))
  return `${part({ alg: 'RS256' })}.${part(claims)}.signature`
}

/** A browser tab and a token endpoint that checks PKCE and rotates refresh tokens like a server does. */
function openTab(address: string) {
  const items = new Map<string, string>()
  const tab = {
    url: new URL(address),
    now: 1_000_000,
    tokenCalls: [] as URLSearchParams[],
    claims: {} as Record<string, unknown>,
    answer: undefined as undefined | (() => Response | Promise<Response>),
    navigations: [] as string[],
    items,
  }
  const environment: OidcEnvironment = {
    crypto: webcrypto as unknown as Crypto,
    storage: {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
      key: (index) => [...items.keys()][index] ?? null,
      get length() {
        return items.size
      },
    },
    now: () => tab.now,
    currentUrl: () => new URL(tab.url),
    navigate: (url) => void tab.navigations.push(url),
    replaceUrl: (path) => {
      tab.url = new URL(path, tab.url)
    },
    fetch: async (_input, init) => {
      const form = new URLSearchParams(init?.body as URLSearchParams)
      tab.tokenCalls.push(form)
      if (tab.answer) return tab.answer()
      return Response.json({
        access_token: `access-${tab.tokenCalls.length}`,
        refresh_token: `refresh-${tab.tokenCalls.length}`,
        token_type: 'Bearer',
        expires_in: 60,
        id_token: makeToken(tab.claims),
      })
    },
  }
  return { tab, environment }
}

/** Lets the session leave for the login page and comes back with a code. */
async function signInOnce(start: string) {
  const { tab, environment } = openTab(start)
  const first = createOidcSession(options, environment)
  void first.start()
  await expect.poll(() => tab.navigations.length).toBe(1)
  const request = new URL(tab.navigations[0] ?? '')
  const state = request.searchParams.get('state') ?? ''
  tab.claims = {
    iss: 'https://id.example/realms/demo',
    sub: 'u1',
    aud: 'account-console',
    nonce: request.searchParams.get('nonce'),
    name: 'Zoë Ångström',
  }
  tab.url = new URL(`${options.redirectUri}?state=${state}&session_state=s&iss=x&code=the-code`)
  return { tab, environment, request, session: createOidcSession(options, environment) }
}

describe('the parts of the protocol', () => {
  it('makes the challenge of RFC 7636, appendix B', async () => {
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
    expect(await challengeOf(verifier, webcrypto.subtle as unknown as SubtleCrypto)).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    )
  })

  it('reads codes, errors and pages that are no callback', () => {
    expect(parseCallback(new URL('https://a/?state=s&code=c'))).toEqual({ kind: 'code', state: 's', code: 'c' })
    expect(parseCallback(new URL('https://a/?state=s&error=access_denied'))).toMatchObject({ kind: 'error' })
    expect(parseCallback(new URL('https://a/?code=c'))).toEqual({ kind: 'none' })
    expect(parseCallback(new URL('https://a/?state=open'))).toEqual({ kind: 'none' })
  })

  it('removes the callback from an address and nothing else', () => {
    expect(withoutCallback(new URL('https://a/users?code=c&state=s&page=2#top'))).toBe('/users?page=2#top')
  })

  it('restores only paths of the own origin', () => {
    expect(safeReturnTo('/users?page=2', 'https://a', '/')).toBe('/users?page=2')
    expect(safeReturnTo('//evil.example/x', 'https://a', '/')).toBe('/')
    expect(safeReturnTo('/\\evil.example', 'https://a', '/')).toBe('/')
    expect(safeReturnTo('javascript:alert(1)', 'https://a', '/')).toBe('/')
  })
})

describe('a session', () => {
  it('asks for a code with S256, state and nonce, and keeps no token in storage', async () => {
    const { request, tab, session } = await signInOnce(`${options.redirectUri}security?tab=otp`)
    expect(request.origin + request.pathname).toBe('https://id.example/realms/demo/protocol/openid-connect/auth')
    expect(request.searchParams.get('code_challenge_method')).toBe('S256')
    expect(request.searchParams.get('response_type')).toBe('code')
    const claims = await session.start()
    expect(claims.name).toBe('Zoë Ångström')
    expect(await session.accessToken()).toBe('access-1')
    expect(tab.items.size).toBe(0)
  })

  it('sends the verifier of the challenge and restores the deep link', async () => {
    const { request, tab, session } = await signInOnce(`${options.redirectUri}security?tab=otp#bottom`)
    await session.start()
    const verifier = tab.tokenCalls[0]?.get('code_verifier') ?? ''
    expect(await challengeOf(verifier, webcrypto.subtle as unknown as SubtleCrypto)).toBe(
      request.searchParams.get('code_challenge'),
    )
    expect(tab.url.href).toBe(`${options.redirectUri}security?tab=otp#bottom`)
  })

  it('begins anew, without sending the code, when the state is not its own', async () => {
    const { tab, environment } = openTab(`${options.redirectUri}?state=forged&code=stolen`)
    void createOidcSession(options, environment).start()
    await expect.poll(() => tab.navigations.length).toBe(1)
    expect(tab.tokenCalls).toHaveLength(0)
    expect(tab.url.search).toBe('')
  })

  it.each([
    ['nonce', { nonce: 'other' }],
    ['audience', { aud: 'other' }],
    ['realm', { iss: 'https://id.example/realms/other' }],
  ])('refuses an ID token with another %s', async (_, change) => {
    const { tab, session } = await signInOnce(options.redirectUri)
    tab.claims = { ...tab.claims, ...change }
    await expect(session.start()).rejects.toThrow(SignInError)
    expect(await session.accessToken()).toBeUndefined()
  })

  it('reports a refusal instead of going round in a circle', async () => {
    const { tab, session } = await signInOnce(options.redirectUri)
    const state = tab.url.searchParams.get('state')
    tab.url = new URL(`${options.redirectUri}?state=${state}&error=access_denied&error_description=No`)
    await expect(session.start()).rejects.toMatchObject({ code: 'access_denied', message: 'No' })
    expect(tab.navigations).toHaveLength(1)
  })

  it('begins again when the login page has expired', async () => {
    const { tab, session } = await signInOnce(options.redirectUri)
    const state = tab.url.searchParams.get('state')
    tab.url = new URL(`${options.redirectUri}?state=${state}&error=temporarily_unavailable`)
    void session.start()
    await expect.poll(() => tab.navigations.length).toBe(2)
  })

  it('renews once for many callers, with the rotated refresh token', async () => {
    const { tab, session } = await signInOnce(options.redirectUri)
    await session.start()
    tab.now += 55_000
    const tokens = await Promise.all([session.accessToken(), session.accessToken(), session.accessToken()])
    expect(tokens).toEqual(['access-2', 'access-2', 'access-2'])
    expect(tab.tokenCalls).toHaveLength(2)
    expect(tab.tokenCalls[1]?.get('refresh_token')).toBe('refresh-1')
    tab.now += 55_000
    expect(await session.accessToken()).toBe('access-3')
    expect(tab.tokenCalls[2]?.get('refresh_token')).toBe('refresh-2')
  })

  it('ends when the server refuses the refresh token, and says so', async () => {
    const { tab, session } = await signInOnce(options.redirectUri)
    await session.start()
    let changes = 0
    const stop = session.subscribe(() => {
      changes += 1
    })
    tab.now += 60_000
    tab.answer = () => Response.json({ error: 'invalid_grant' }, { status: 400 })
    expect(await session.accessToken()).toBeUndefined()
    expect(session.status()).toBe('ended')
    expect(changes).toBe(1)
    stop()
  })

  it('survives a lost connection and a server error', async () => {
    const { tab, session } = await signInOnce(options.redirectUri)
    await session.start()
    tab.now += 60_000
    tab.answer = () => Promise.reject(new TypeError('network'))
    await expect(session.accessToken()).rejects.toThrow('network')
    tab.answer = () => new Response('', { status: 503 })
    await expect(session.accessToken()).rejects.toThrow('503')
    tab.answer = undefined
    expect(session.status()).toBe('signed-in')
    expect(await session.accessToken()).toMatch(/^access-/)
  })

  it('signs out with the hint and forgets its tokens', async () => {
    const { tab, session } = await signInOnce(options.redirectUri)
    await session.start()
    session.signOut()
    const url = new URL(tab.navigations.at(-1) ?? '')
    expect(url.pathname).toBe('/realms/demo/protocol/openid-connect/logout')
    expect(url.searchParams.get('id_token_hint')).toBe(makeToken(tab.claims))
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(options.redirectUri)
    expect(await session.accessToken()).toBeUndefined()
  })
})
