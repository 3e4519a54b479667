import session, { MemoryStore } from 'express-session'
import KeycloakConnect from 'keycloak-connect'
import passport from 'passport'
import { Strategy as OpenIDConnectStrategy } from 'passport-openidconnect'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium, signIn } from './fixture/chromium.ts'
import { type ExpressApplication, startExpress } from './fixture/express-application.ts'
import { ada, type JudgedRealm, startJudgedRealm } from './fixture/judged-realm.ts'

const secret = 'a-secret-of-the-application'

let realm: JudgedRealm
let browser: Browser
let page: Page

beforeAll(async () => {
  realm = await startJudgedRealm()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await realm?.stop()
})
beforeEach(async () => {
  page = await (await browser.newContext()).newPage()
})
afterEach(() => page.context().close())

const text = () => page.locator('body').textContent()

describe('keycloak-connect', () => {
  let shop: ExpressApplication

  beforeAll(async () => {
    shop = await startExpress()
    await realm.admin.clients.create({
      clientId: 'shop',
      secret,
      redirectUris: [`${shop.url}/*`],
      adminUrl: shop.url,
      directAccessGrantsEnabled: true,
      attributes: { 'post.logout.redirect.uris': '+' },
    })
    await realm.admin.roles.create({ name: 'manager' })
    const store = new MemoryStore()
    const keycloak = new KeycloakConnect(
      { store },
      {
        realm: realm.name,
        'auth-server-url': realm.server.url,
        'ssl-required': 'none',
        resource: 'shop',
        'confidential-port': 0,
        ...{ credentials: { secret } },
      },
    )
    shop.app.use(session({ secret: 'cookies', resave: false, saveUninitialized: true, store }))
    shop.app.use(keycloak.middleware({ logout: '/logout', admin: '/' }))
    shop.app.get('/', (_request, response) => void response.send('Welcome'))
    shop.app.get('/orders', keycloak.protect(), (_request, response) => void response.send('The orders'))
    shop.app.get('/salaries', keycloak.protect('realm:manager'), (_request, response) => void response.send('Salaries'))
  })
  afterAll(() => shop?.stop())

  it('signs a user in to a protected page, keeps them out of another, and signs out', async () => {
    await page.goto(`${shop.url}/orders`)
    await signIn(page, ada)
    // The library leaves `iss` in the address.
    await page.waitForURL(({ origin, pathname }) => origin === shop.url && pathname === '/orders')
    expect(await text()).toBe('The orders')
    expect((await page.goto(`${shop.url}/salaries`))?.status()).toBe(403)
    await page.goto(`${shop.url}/logout`)
    await page.waitForURL(`${shop.url}/`)
    expect(await text()).toBe('Welcome')
    await page.goto(`${shop.url}/orders`)
    expect(await page.locator('#kc-form-login').count()).toBe(1)
  })

  it('lets a bearer of a token in, and nobody with an altered one', async () => {
    const form = { grant_type: 'password', client_id: 'shop', client_secret: secret, ...ada }
    const answer = await fetch(`${realm.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    const { access_token: token } = (await answer.json()) as { access_token: string }
    const call = (bearer: string) =>
      fetch(`${shop.url}/orders`, { headers: { authorization: `Bearer ${bearer}` }, redirect: 'manual' })
    expect(await (await call(token)).text()).toBe('The orders')
    const [head, , signature] = token.split('.')
    const forged = Buffer.from(JSON.stringify({ sub: 'somebody', typ: 'Bearer', exp: 2_000_000_000 }))
    expect((await call(`${head}.${forged.toString('base64url')}.${signature}`)).status).not.toBe(200)
  })
})

describe('passport-openidconnect', () => {
  let blog: ExpressApplication

  beforeAll(async () => {
    blog = await startExpress()
    await realm.admin.clients.create({ clientId: 'blog', secret, redirectUris: [`${blog.url}/callback`] })
    const endpoint = (name: string) => `${realm.issuer}/protocol/openid-connect/${name}`
    const strategy = new OpenIDConnectStrategy(
      {
        issuer: realm.issuer,
        authorizationURL: endpoint('auth'),
        tokenURL: endpoint('token'),
        userInfoURL: endpoint('userinfo'),
        clientID: 'blog',
        clientSecret: secret,
        callbackURL: `${blog.url}/callback`,
        scope: ['profile', 'email'],
      },
      (_issuer: string, profile: passport.Profile, done: (error: Error | null, user?: Express.User | false) => void) =>
        done(null, profile),
    )
    passport.use('openidconnect', strategy)
    passport.serializeUser((user, done) => done(null, user))
    passport.deserializeUser((user: Express.User, done) => done(null, user))
    blog.app.use(session({ secret: 'cookies', resave: false, saveUninitialized: true, store: new MemoryStore() }))
    blog.app.use(passport.initialize(), passport.session())
    blog.app.get('/login', passport.authenticate('openidconnect'))
    blog.app.get('/callback', passport.authenticate('openidconnect', { successRedirect: '/', failureRedirect: '/no' }))
    blog.app.get('/no', (_request, response) => void response.send('Not signed in'))
    blog.app.get('/', (request, response) => void response.json(request.user ?? {}))
  })
  afterAll(() => blog?.stop())

  it('signs a user in and reads the profile', async () => {
    await page.goto(`${blog.url}/login`)
    await signIn(page, ada)
    await page.waitForURL(`${blog.url}/`)
    expect(JSON.parse(String(await text()))).toMatchObject({
      displayName: 'Ada Lovelace',
      username: 'ada',
      name: { familyName: 'Lovelace', givenName: 'Ada' },
      emails: [{ value: 'ada@example.org' }],
    })
  })

  it('signs in again without a question while the session lasts', async () => {
    await page.goto(`${blog.url}/login`)
    await signIn(page, ada)
    await page.waitForURL(`${blog.url}/`)
    await page.context().clearCookies({ domain: 'localhost', name: 'connect.sid' })
    await page.goto(`${blog.url}/`)
    expect(await text()).toBe('{}')
    await page.goto(`${blog.url}/login`)
    await page.waitForURL(`${blog.url}/`)
    expect(JSON.parse(String(await text()))).toMatchObject({ username: 'ada' })
  })

  it('takes no callback that it did not ask for', async () => {
    await page.goto(`${blog.url}/callback?code=stolen&state=unknown`)
    expect(page.url()).toBe(`${blog.url}/no`)
  })
})
