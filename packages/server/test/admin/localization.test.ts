import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import { queueMail } from '../../src/spi/mail.ts'
import { openMailServer, type TestMailServer } from '../fixture/mail-server.ts'
import { addClient, endpointOf, redirectUri } from '../fixture/oidc-application.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let mailServer: TestMailServer
let admin: KeycloakAdminClient
let realm: RealmSnapshot

beforeAll(async () => {
  test = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  mailServer = await openMailServer()
  realm = await test.createRealm({
    internationalizationEnabled: true,
    supportedLocales: ['en', 'de', 'it'],
    defaultLocale: 'de',
    smtpServer: mailServer.settings(),
    adminEventsEnabled: true,
    adminEventsDetailsEnabled: true,
  })
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
})
afterAll(async () => {
  await test.stop()
  await mailServer.close()
})

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
const call = async (
  method: Method,
  path: string,
  payload?: string | object,
  mediaType = 'text/plain',
  token?: string,
) =>
  test.inject({
    method,
    url: `/admin/realms/${realm.realm.name}/localization${path}`,
    token: token ?? (await test.adminToken()),
    ...(payload === undefined ? {} : { payload, headers: { 'content-type': mediaType } }),
  })
const locales = () => admin.realms.getRealmSpecificLocales({ realm: realm.realm.name })
const texts = (selectedLocale: string) =>
  admin.realms.getRealmLocalizationTexts({ realm: realm.realm.name, selectedLocale })

describe('texts of a realm', () => {
  it('are set, read and removed one by one', async () => {
    expect(await locales()).toEqual([])
    expect(await texts('de')).toEqual({})
    const place = { realm: realm.realm.name, selectedLocale: 'de', key: 'hello' }
    await admin.realms.addLocalization(place, 'Hallo {0} & <b>' as never)
    expect(await locales()).toEqual(['de'])
    const text = await call('GET', '/de/hello')
    expect([text.statusCode, text.headers['content-type'], text.body]).toEqual([
      200,
      'text/plain;charset=UTF-8',
      (await texts('de'))['hello'],
    ])
    expect((await call('PUT', '/de/hello', 'Hallo {0} & <b>')).statusCode).toBe(204)
    expect((await call('PUT', '/de/empty', '')).statusCode).toBe(204)
    expect(await texts('de')).toEqual({ hello: 'Hallo {0} & <b>', empty: '' })
    await admin.realms.deleteRealmLocalizationTexts(place)
    const gone = await call('GET', '/de/hello')
    expect([gone.statusCode, gone.json()]).toEqual([404, { error: 'Localization text not found' }])
    const again = await call('DELETE', '/de/hello')
    expect([again.statusCode, again.json()]).toEqual([404, { error: 'Localization text not found' }])
    expect((await call('GET', '/de/toString')).statusCode).toBe(404)
  })

  it('come many at a time, as JSON or in a file, and go by language', async () => {
    await call('POST', '/it', { a: '1', b: '2' }, 'application/json')
    expect((await call('POST', '/it', { a: '3', c: null }, 'application/json')).statusCode).toBe(204)
    expect(await texts('it')).toEqual({ a: '3', b: '2' })
    const form = new FormData()
    form.append('file', new Blob(['{"d":"4"}']), 'texts.json')
    const sent = new Response(form)
    const body = Buffer.from(await sent.arrayBuffer())
    expect((await call('POST', '/it', body, String(sent.headers.get('content-type')))).statusCode).toBe(204)
    expect(await texts('it')).toEqual({ a: '3', b: '2', d: '4' })
    expect(await locales()).toEqual(['de', 'it'])
    expect((await call('DELETE', '/it')).statusCode).toBe(204)
    const again = await call('DELETE', '/it')
    expect([again.statusCode, again.json()]).toEqual([404, { error: 'No localization texts for locale it found.' }])
    expect(await locales()).toEqual(['de'])
  })

  it('fall back to the default language when asked to', async () => {
    await call('POST', '/de', { one: 'eins', two: 'zwei' }, 'application/json')
    await call('PUT', '/it/one', 'uno')
    const fallback = await call('GET', '/it?useRealmDefaultLocaleFallback=true')
    expect(fallback.json()).toEqual({ empty: '', one: 'uno', two: 'zwei' })
    expect(await texts('it')).toEqual({ one: 'uno' })
  })

  it.each<[string, Method, string, string | object, string]>([
    ['a language that is none', 'PUT', '/not%20one/key', 'x', 'text/plain'],
    ['a language that is none', 'POST', '/constructor!', { a: 'b' }, 'application/json'],
    ['what is no text', 'POST', '/de', { a: 5 }, 'application/json'],
    ['a list', 'POST', '/de', '[1]', 'application/json'],
    ['properties of Java', 'POST', '/de', 'a=b', 'application/octet-stream'],
    ['a text of a book', 'PUT', '/de/book', 'x'.repeat(10_001), 'text/plain'],
    ['a nameless text', 'POST', '/de', { '': 'x' }, 'application/json'],
  ])('are refused with %s: %s %s', async (_, method, path, payload, mediaType) => {
    const before = await texts('de')
    expect((await call(method, path, payload, mediaType)).statusCode).toBe(400)
    expect(await texts('de')).toEqual(before)
  })

  it('are not lost when several are set at once', async () => {
    const keys = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6']
    await Promise.all(keys.map((key) => call('PUT', `/en/${key}`, key)))
    expect(await texts('en')).toEqual(Object.fromEntries(keys.map((key) => [key, key])))
    await call('DELETE', '/en')
  })

  it('leave traces', async () => {
    const events = await admin.realms.findAdminEvents({
      realm: realm.realm.name,
      resourcePath: 'localization/it/one',
    } as never)
    expect(events).toMatchObject([{ operationType: 'UPDATE', resourceType: 'REALM', representation: '{"one":"uno"}' }])
  })
})

describe('texts of a realm for its people', () => {
  const page = async (locale: string) => {
    const query = new URLSearchParams({
      client_id: 'app',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: redirectUri,
      ui_locales: locale,
    })
    return (await test.inject({ url: `${endpointOf(realm, 'auth')}?${query}` })).body
  }

  it('stand on its login pages at once, escaped, in their language and in those without', async () => {
    await addClient(test, realm, 'app')
    await call('PUT', '/de/doLogIn', 'Herein <script>alert(1)</script>')
    const german = await page('de')
    expect(german).toContain('Herein &lt;script&gt;alert(1)&lt;/script&gt;')
    expect(german).not.toContain('<script>alert(1)')
    expect(await page('en')).not.toContain('Herein')
    await call('DELETE', '/de/doLogIn')
    expect(await page('de')).not.toContain('Herein')
  })

  it('stand in its mails', async () => {
    await call('PUT', '/de/emailTestSubject', 'Es geht')
    await call('PUT', '/de/emailTestBody', 'Gruß von {0}')
    await call('PUT', '/de/emailTestBodyHtml', '<p>Gruß von <b>{0}</b><script>alert(1)</script></p>')
    const mail = {
      realmId: realm.realm.id,
      to: { address: 'ann@example.org', locale: 'de' },
      text: 'emailTest',
      parameters: ['<i>Acme</i>'],
    }
    await test.server.storage.transact((tx) => queueMail(tx, test.server.secrets, mail))
    await test.running.runDueJobs()
    const sent = mailServer.received.at(-1)?.mail
    expect(sent?.subject).toBe('Es geht')
    expect(sent?.text).toContain('Gruß von <i>Acme</i>')
    expect(sent?.html).toContain('<b>&#60;i&#62;Acme&#60;/i&#62;</b>')
    expect(sent?.html).not.toContain('<script')
  })
})

describe('administrators of texts', () => {
  const operations: readonly (readonly [Method, string])[] = [
    ['GET', ''],
    ['GET', '/de'],
    ['GET', '/de/one'],
    ['POST', '/de'],
    ['PUT', '/de/one'],
    ['DELETE', '/de/nope'],
    ['DELETE', '/nope'],
  ]

  it.each<[string, boolean, boolean]>([
    ['query-users', true, false],
    ['view-realm', true, false],
    ['manage-users', true, false],
    ['manage-realm', true, true],
  ])('with %s may read: %s, write: %s', async (role, mayRead, mayWrite) => {
    const { token } = await createAdministrator(test, realm, [role])
    for (const [method, path] of operations) {
      const { statusCode } = await call(method, path, method === 'POST' ? '{}' : undefined, 'application/json', token)
      expect(statusCode !== 403, `${method} ${path}`).toBe(method === 'GET' ? mayRead : mayWrite)
    }
  })

  it('without a role, or of another realm, see none', async () => {
    const { token } = await createAdministrator(test, realm, [])
    const stranger = await createAdministrator(test, await test.createRealm(), ['realm-admin'])
    for (const [method, path] of operations) {
      expect((await call(method, path, undefined, undefined, token)).statusCode).toBe(403)
      expect((await call(method, path, undefined, undefined, stranger.token)).statusCode).toBe(401)
    }
  })
})
