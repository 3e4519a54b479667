import { CookieJar, expectStatus, type HttpClient } from './http-client.ts'
import type { Operation } from './measure.ts'

const secret = 'benchmark-secret-of-the-client'
const redirectUri = 'https://app.example/callback'
const resource = 'urn:account'
const lanes = 16
const basic = (clientId: string) => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
})

type TokenAnswer = Readonly<Record<string, unknown>>

export function peerClientCredentials(http: HttpClient): Operation {
  const form = { grant_type: 'client_credentials', resource }
  return { run: async () => void readJwt(await token(http, 'service', form)) }
}

export function peerSingleSignOn(http: HttpClient): Operation {
  const jars: CookieJar[] = []
  return {
    prepare: async () => {
      while (jars.length < lanes) {
        const jar = new CookieJar()
        await signIn(http, jar, true)
        jars.push(jar)
      }
    },
    run: async (lane) => void (await signIn(http, jars[lane] ?? new CookieJar(), true)),
  }
}

export function peerRefresh(http: HttpClient): Operation {
  const held: string[] = []
  return {
    prepare: async () => {
      // Its store in memory forgets what is old: fresh ones for every window.
      held.length = 0
      while (held.length < lanes) held.push(String((await signIn(http, new CookieJar(), true))['refresh_token']))
    },
    run: async (lane) => {
      const form = { grant_type: 'refresh_token', refresh_token: held[lane] ?? '' }
      const answer = await token(http, 'web', form)
      readJwt(answer)
      if (typeof answer['id_token'] !== 'string') throw new Error('The peer gave no ID token')
      held[lane] = String(answer['refresh_token'])
    },
  }
}

export function peerUserinfo(http: HttpClient): Operation {
  const held: string[] = []
  return {
    prepare: async () => {
      held.length = 0
      while (held.length < lanes) held.push(String((await signIn(http, new CookieJar(), false))['access_token']))
    },
    run: async (lane) => {
      const headers = { authorization: `Bearer ${held[lane]}` }
      expectStatus(await http.call('/me', { headers }), 200)
    },
  }
}

/** Follows redirects to the application; a browser that is signed in already gets there at once. */
async function signIn(http: HttpClient, jar: CookieJar, forResource: boolean): Promise<TokenAnswer> {
  const query = new URLSearchParams({
    client_id: 'web',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'state',
    nonce: 'nonce',
    ...(forResource ? { resource } : {}),
  })
  let address = `/auth?${query}`
  for (let step = 0; step < 5 && !address.startsWith(redirectUri); step += 1) {
    const answer = await http.call(address, { headers: jar.header })
    if (answer.status !== 302 && answer.status !== 303) expectStatus(answer, 303)
    jar.keep(answer)
    address = answer.headers.location ?? ''
  }
  const code = new URL(address).searchParams.get('code')
  if (code === null) throw new Error(`The peer gave no code: ${address}`)
  return await token(http, 'web', { grant_type: 'authorization_code', code, redirect_uri: redirectUri })
}

async function token(http: HttpClient, clientId: string, form: Record<string, string>): Promise<TokenAnswer> {
  const answer = expectStatus(await http.call('/token', { form, headers: basic(clientId) }), 200)
  return JSON.parse(answer.body) as TokenAnswer
}

/** Both sides must sign: an opaque token would be another kind of work. */
function readJwt(answer: TokenAnswer): void {
  if (String(answer['access_token']).split('.').length !== 3) throw new Error('The peer gave no JWT')
}
