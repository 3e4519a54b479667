import { CookieJar } from '../cookie-jar.ts'
import { logIn, pkce } from '../login.ts'
import { readForms } from '../page.ts'
import { type Exchange, oidc, type Parameters, realmPath, type Side } from '../side.ts'
import { ask, type Group } from '../table.ts'
import { ada, callbackUrl } from '../world.ts'

const request = {
  client_id: 'web',
  redirect_uri: callbackUrl,
  response_type: 'code',
  scope: 'openid',
  state: 'a-state',
}

async function openLogin(side: Side): Promise<{ jar: CookieJar; action: string; page: Exchange }> {
  const jar = new CookieJar()
  const page = await side.send({ path: oidc('auth'), query: request, jar })
  const action = new URL(readForms(page.text)[0]?.action ?? '/none', page.url)
  return { jar, action: action.pathname + action.search, page }
}

const send =
  (form: Parameters, withCookies = true) =>
  async (side: Side) => {
    const { jar, action } = await openLogin(side)
    return side.send({ path: action, form, ...(withCookies ? { jar } : {}) })
  }

const loggedIn = (query: Parameters) => async (side: Side) => (await logIn(side, query)).answer

export const login: Group = {
  name: 'login',
  questions: {
    'the page': async (side) => (await openLogin(side)).page,
    'wrong password': send({ ...ada, password: 'wrong' }),
    'unknown user': send({ username: 'nobody', password: 'wrong' }),
    'no user name': send({ username: '', password: 'wrong' }),
    'no password': send({ username: ada.username, password: '' }),
    'disabled user': send({ ...ada, username: 'disabled' }),
    'by email': send({ ...ada, username: 'ada@example.org' }),
    'required action follows': send({ ...ada, username: 'unready' }),
    'without cookies': send(ada, false),
    'right password': send(ada),
    'the page again by GET': async (side) => {
      const { jar, action } = await openLogin(side)
      return side.send({ path: action, jar })
    },
    restart: async (side) => {
      const { jar, action } = await openLogin(side)
      const search = new URL(action, side.base).searchParams
      const query = {
        client_id: 'web',
        tab_id: search.get('tab_id') ?? '',
        client_data: search.get('client_data') ?? '',
      }
      return side.send({ path: realmPath('/login-actions/restart'), query, jar })
    },
    'authenticate without anything': ask({ path: realmPath('/login-actions/authenticate') }),
    'required action without anything': ask({ path: realmPath('/login-actions/required-action') }),
    'reset credentials while off': ask({ path: realmPath('/login-actions/reset-credentials') }),
    'registration while off': ask({ path: realmPath('/login-actions/registration') }),
    'unknown action token': ask({ path: realmPath('/login-actions/action-token'), query: { key: 'nonsense' } }),
    'whole login, query': loggedIn({ client_id: 'web' }),
    'whole login, fragment': loggedIn({ client_id: 'web', response_mode: 'fragment' }),
    'whole login, form': loggedIn({ client_id: 'web', response_mode: 'form_post' }),
    'consent page': async (side) => {
      const { jar, action } = await openLoginOf(side, 'consent')
      const answer = await side.send({ path: action, form: ada, jar })
      const location = answer.headers.get('location')
      if (location === null) return answer
      const next = new URL(location, side.base)
      return await side.send({ path: next.pathname + next.search, jar })
    },
    'consent is needed with prompt none': async (side) => {
      const { jar } = await logIn(side, { client_id: 'web' })
      return side.send({ path: oidc('auth'), query: { ...request, client_id: 'consent', prompt: 'none' }, jar })
    },
    'signed in already': async (side) => {
      const { jar } = await logIn(side, { client_id: 'web' })
      return side.send({ path: oidc('auth'), query: request, jar })
    },
    'signed in already, prompt none': async (side) => {
      const { jar } = await logIn(side, { client_id: 'web' })
      return side.send({ path: oidc('auth'), query: { ...request, prompt: 'none' }, jar })
    },
    'signed in already, prompt login': async (side) => {
      const { jar } = await logIn(side, { client_id: 'web' })
      return side.send({ path: oidc('auth'), query: { ...request, prompt: 'login' }, jar })
    },
    'PKCE client': loggedIn({ client_id: 'spa', ...pkce }),
  },
}

async function openLoginOf(side: Side, client: string): Promise<{ jar: CookieJar; action: string }> {
  const jar = new CookieJar()
  const page = await side.send({ path: oidc('auth'), query: { ...request, client_id: client }, jar })
  const action = new URL(readForms(page.text)[0]?.action ?? '/none', page.url)
  return { jar, action: action.pathname + action.search }
}
