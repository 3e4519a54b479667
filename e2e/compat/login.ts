import { createHash } from 'node:crypto'
import { CookieJar } from './cookie-jar.ts'
import { readForms } from './page.ts'
import { type Exchange, oidc, type Parameters, readJson, type Side } from './side.ts'
import { ada, type ClientPlan, callbackUrl, clients } from './world.ts'

export const verifier = 'a-code-verifier-that-is-long-enough-for-the-standard-43'
export const challenge = createHash('sha256').update(verifier).digest('base64url')

export interface Login {
  /** The last answer: the redirect to the application, or the page that posts to it. */
  readonly answer: Exchange
  /** What the application gets, of query, fragment or form. */
  readonly parameters: Readonly<Record<string, string>>
  readonly jar: CookieJar
}

const longestLogin = 8

/** Signs ada in by HTTP as a browser would: pages are answered until the application is reached. */
export async function logIn(
  side: Side,
  query: Parameters,
  { jar = new CookieJar(), user = ada }: { readonly jar?: CookieJar; readonly user?: typeof ada } = {},
): Promise<Login> {
  const start = { response_type: 'code', scope: 'openid', redirect_uri: callbackUrl, state: 'a-state', ...query }
  return finishLogin(side, await side.send({ path: oidc('auth'), query: start, jar }), { jar, user })
}

export async function finishLogin(
  side: Side,
  first: Exchange,
  { jar, user = ada }: { readonly jar: CookieJar; readonly user?: typeof ada },
): Promise<Login> {
  let answer = first
  for (let turn = 0; turn < longestLogin; turn += 1) {
    const location = answer.headers.get('location')
    if (location !== null) {
      const target = new URL(location, side.base)
      if (target.origin !== new URL(side.base).origin) return { answer, parameters: parametersOf(target), jar }
      answer = await side.send({ path: target.pathname + target.search, jar })
      continue
    }
    const form = readForms(answer.text)[0]
    if (form === undefined) return { answer, parameters: {}, jar }
    const values = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]))
    const action = new URL(form.action, answer.url)
    if (action.origin !== new URL(side.base).origin) return { answer, parameters: values, jar }
    if ('username' in values) values['username'] = user.username
    if ('password' in values) values['password'] = user.password
    if (form.fields.some(({ name }) => name === 'accept')) delete values['cancel']
    answer = await side.send({ path: action.pathname + action.search, form: values, jar })
  }
  return { answer, parameters: {}, jar }
}

function parametersOf(url: URL): Readonly<Record<string, string>> {
  return Object.fromEntries([...url.searchParams, ...new URLSearchParams(url.hash.slice(1))])
}

/** Redeems a fresh code of the client. */
export async function codeTokens(side: Side, client: keyof typeof clients, scope = 'openid'): Promise<Exchange> {
  const { parameters } = await logIn(side, { client_id: client, scope, nonce: 'a-nonce', ...pkce })
  return side.send({
    path: oidc('token'),
    form: {
      grant_type: 'authorization_code',
      code: parameters['code'] ?? 'none',
      redirect_uri: callbackUrl,
      code_verifier: verifier,
      ...credentials(client),
    },
  })
}

export const pkce = { code_challenge: challenge, code_challenge_method: 'S256' } as const

export function passwordTokens(side: Side, client: keyof typeof clients, scope = 'openid'): Promise<Exchange> {
  const form = { grant_type: 'password', scope, ...ada, ...credentials(client) }
  return side.send({ path: oidc('token'), form })
}

export function credentials(client: keyof typeof clients): { client_id: string; client_secret?: string } {
  const plan: ClientPlan = clients[client]
  const { secret } = plan
  return secret === undefined ? { client_id: client } : { client_id: client, client_secret: secret }
}

/** One token of an answer; a word that is no token when there is none, so that the case goes on and shows it. */
export function tokenOf(answer: Exchange, name = 'access_token'): string {
  const value = readJson(answer)[name]
  return typeof value === 'string' ? value : `no-${name}`
}
