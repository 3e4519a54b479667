import { type Answer, CookieJar, expectStatus, type HttpClient } from './http-client.ts'
import type { Operation } from './measure.ts'
import { usernameOf } from './seed/names.ts'
import { clientSecret, moreRealmName, redirectUri, userPassword } from './seed/seed-world.ts'

export const administrator = { username: 'admin', password: 'correct-horse-battery' } as const

const returnAddress = { redirect_uri: redirectUri } as const
const pathOf = (realm: string, name: string) => `/realms/${realm}/protocol/openid-connect/${name}`
const basic = (clientId: string) => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
})

export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
}

/** A client for itself. */
export function clientCredentials(http: HttpClient, realm: string): Operation {
  const call = { form: { grant_type: 'client_credentials' }, headers: basic('service') }
  return { run: async () => void expectStatus(await http.call(pathOf(realm, 'token'), call), 200) }
}

/** The same, each time in the next of many realms. */
export function clientCredentialsEverywhere(http: HttpClient, realms: number): Operation {
  const call = { form: { grant_type: 'client_credentials' }, headers: basic('service') }
  let next = 0
  const visit = async () => {
    next = (next + 1) % realms
    expectStatus(await http.call(pathOf(moreRealmName(next), 'token'), call), 200)
  }
  let isVisited = false
  return {
    // Each realm is loaded with its first request: that is another figure than the cost of a token.
    prepare: async () => {
      for (let count = 0; !isVisited && count < realms; count += 1) await visit()
      isVisited = true
    },
    run: visit,
  }
}

/** The browser's journey: the login page, the form with name and password, the application's code for tokens. */
export function passwordLogin(http: HttpClient, realm: string, users: number): Operation {
  const nextUser = userWalk(users)
  return { run: async () => void (await signIn(http, realm, new CookieJar(), usernameOf(nextUser()))) }
}

/** The same for a browser that is signed in already: no page, no hash, only the protocol. */
export function singleSignOn(http: HttpClient, realm: string, users: number): Operation {
  const nextUser = userWalk(users)
  const jars: CookieJar[] = []
  return {
    prepare: async () => {
      for (let lane = jars.length; lane < lanes; lane += 1) {
        const jar = new CookieJar()
        await signIn(http, realm, jar, usernameOf(nextUser()))
        jars.push(jar)
      }
    },
    run: async (lane) => {
      const jar = jars[lane]
      if (jar === undefined) throw new Error('There is a browser for each lane')
      const answer = expectStatus(await http.call(authorizePath(realm), { headers: jar.header }), 302)
      jar.keep(answer)
      await exchangeCode(http, realm, answer)
    },
  }
}

/** Each lane keeps its session and uses the refresh token that it was given last. */
export function refresh(http: HttpClient, realm: string, users: number): Operation {
  const nextUser = userWalk(users)
  const held: string[] = []
  return {
    prepare: async () => {
      while (held.length < lanes) {
        held.push((await signIn(http, realm, new CookieJar(), usernameOf(nextUser()))).refreshToken)
      }
    },
    run: async (lane) => {
      const form = { grant_type: 'refresh_token', refresh_token: held[lane] ?? '' }
      const answer = expectStatus(await http.call(pathOf(realm, 'token'), { form, headers: basic('web') }), 200)
      held[lane] = readTokens(answer).refreshToken
    },
  }
}

/** Tokens that the server has seen before, as an application's calls have. */
export function userinfo(http: HttpClient, realm: string, users: number): Operation {
  const nextUser = userWalk(users)
  const held: string[] = []
  return {
    prepare: async () => {
      held.length = 0
      while (held.length < lanes) {
        held.push((await signIn(http, realm, new CookieJar(), usernameOf(nextUser()))).accessToken)
      }
    },
    run: async (lane) => {
      const headers = { authorization: `Bearer ${held[lane]}` }
      expectStatus(await http.call(pathOf(realm, 'userinfo'), { headers }), 200)
    },
  }
}

/** The client a token was issued to asks about it, and has asked before. */
export function introspection(http: HttpClient, realm: string, users: number): Operation {
  const nextUser = userWalk(users)
  const held: string[] = []
  return {
    prepare: async () => {
      held.length = 0
      while (held.length < lanes) {
        held.push((await signIn(http, realm, new CookieJar(), usernameOf(nextUser()))).accessToken)
      }
    },
    run: async (lane) => {
      const call = { form: { token: held[lane] ?? '' }, headers: basic('web') }
      const answer = expectStatus(await http.call(pathOf(realm, 'token/introspect'), call), 200)
      if (!answer.body.includes('"active":true')) throw new Error('The token is not active')
    },
  }
}

export function discovery(http: HttpClient, realm: string): Operation {
  return {
    run: async () => void expectStatus(await http.call(`/realms/${realm}/.well-known/openid-configuration`), 200),
  }
}

export function publicKeys(http: HttpClient, realm: string): Operation {
  return { run: async () => void expectStatus(await http.call(pathOf(realm, 'certs')), 200) }
}

/** What the user page of the admin console asks for; `path` follows /admin/realms/REALM/users. */
export function adminUsers(http: HttpClient, realm: string, path: string): Operation {
  let headers = {}
  return {
    prepare: async () => {
      const form = { grant_type: 'password', client_id: 'admin-cli', ...administrator }
      const answer = expectStatus(await http.call(pathOf('master', 'token'), { form }), 200)
      headers = { authorization: `Bearer ${readTokens(answer).accessToken}` }
    },
    run: async () => {
      const answer = expectStatus(await http.call(`/admin/realms/${realm}/users${path}`, { headers }), 200)
      if (answer.body === '[]' || answer.body === '0') throw new Error(`Nobody was found by ${path}`)
    },
  }
}

/** As many as measure.ts may use at once. */
const lanes = 16

/** Walks through all users in steps, so that neighbours in time are not neighbours in the database. */
function userWalk(users: number): () => number {
  // The golden ratio's share of the count: no short cycle.
  const step = Math.max(1, Math.floor(users * 0.618) | 1)
  let current = 0
  return () => {
    current = (current + step) % users
    return current
  }
}

async function signIn(http: HttpClient, realm: string, jar: CookieJar, username: string): Promise<Tokens> {
  const page = expectStatus(await http.call(authorizePath(realm)), 200)
  jar.keep(page)
  const action = /<form[^>]*\saction="([^"]+)"/.exec(page.body)?.[1]
  if (action === undefined) throw new Error('The login page has no form')
  const form = { username, password: userPassword, credentialId: '' }
  const answer = await http.call(action.replaceAll('&amp;', '&'), { form, headers: jar.header })
  // Keycloak still answers a post with 302.
  jar.keep(expectStatus(answer, answer.status === 302 ? 302 : 303))
  return await exchangeCode(http, realm, answer)
}

function authorizePath(realm: string): string {
  const query = new URLSearchParams({
    ...returnAddress,
    client_id: 'web',
    response_type: 'code',
    scope: 'openid profile email',
    state: 'state',
    nonce: 'nonce',
  })
  return `${pathOf(realm, 'auth')}?${query}`
}

async function exchangeCode(http: HttpClient, realm: string, redirect: Answer): Promise<Tokens> {
  const code = new URL(redirect.headers.location ?? '').searchParams.get('code')
  if (code === null) throw new Error(`No code in ${redirect.headers.location}`)
  const form = { ...returnAddress, grant_type: 'authorization_code', code }
  return readTokens(expectStatus(await http.call(pathOf(realm, 'token'), { form, headers: basic('web') }), 200))
}

function readTokens({ body }: Answer): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken } = JSON.parse(body) as Record<string, unknown>
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string') throw new Error('The tokens are missing')
  return { accessToken, refreshToken }
}
