import { afterEach, describe, expect, it } from 'vitest'
import { createAdministrator } from '../src/modules/first-administrator/create-administrator.ts'
import { issueWelcomeToken } from '../src/modules/first-administrator/welcome-token.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

describe('the first administrator', () => {
  let server: TestServer
  afterEach(() => server.stop())

  const begin = async () => {
    server = await testServer({ withoutAdministrator: true })
  }
  const credentials = { username: 'root', password: 'a-good-password', passwordConfirmation: 'a-good-password' }

  async function post(form: Record<string, string>, headers: Record<string, string> = {}) {
    return server.inject({ method: 'POST', url: '/welcome', form, headers })
  }

  /** Opens the page as a browser on this machine; its cookie and state. */
  async function openPage(url = '/') {
    const page = await server.inject({ url })
    const cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const stateChecker = /name="stateChecker" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const token = /name="token" value="([^"]*)"/.exec(page.body)?.[1] ?? ''
    return { page, form: { stateChecker, token }, headers: { cookie } }
  }

  it('is made by the welcome page, which then leads to the console', async () => {
    await begin()
    const { page, form, headers } = await openPage()
    expect(page.statusCode).toBe(200)
    const answer = await post({ ...form, ...credentials }, headers)
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toMatch(/\/admin\/master\/console\/$/)
    const token = await server.inject({
      method: 'POST',
      url: '/realms/master/protocol/openid-connect/token',
      form: { grant_type: 'password', client_id: 'admin-cli', username: 'root', password: credentials.password },
    })
    expect(token.statusCode).toBe(200)
    expect((await server.inject({ url: '/' })).statusCode).toBe(302)
  })

  it('is not offered to others than a browser on this machine', async () => {
    await begin()
    const elsewhere = [
      { host: 'id.example.org' },
      { 'x-forwarded-for': '198.51.100.7' },
      { forwarded: 'for=198.51.100.7' },
    ]
    const { form, headers: own } = await openPage()
    for (const headers of elsewhere) {
      expect((await server.inject({ url: '/', headers })).statusCode).toBe(403)
      expect((await post({ ...form, ...credentials }, { ...own, ...headers })).statusCode).toBe(403)
    }
  })

  it('may be made by the one-time link from elsewhere, and by no other link', async () => {
    await begin()
    const token = issueWelcomeToken(server.server)
    const headers = { host: 'id.example.org' }
    expect((await server.inject({ url: '/welcome?token=wrong', headers })).statusCode).toBe(403)
    const page = await server.inject({ url: `/welcome?token=${token}`, headers })
    expect(page.statusCode).toBe(200)
    expect(page.headers['referrer-policy']).toBe('no-referrer')
  })

  it('needs the page’s own state, a password of eight characters, typed twice', async () => {
    await begin()
    const { form, headers } = await openPage()
    const wrong: readonly Record<string, string>[] = [
      { ...form, ...credentials, stateChecker: 'forged' },
      { ...form, ...credentials, password: 'short', passwordConfirmation: 'short' },
      { ...form, ...credentials, passwordConfirmation: 'another-password' },
      { ...form, ...credentials, username: ' ' },
      { ...form, ...credentials, username: 'ro\u202eot' },
    ]
    for (const values of wrong) expect((await post(values, headers)).statusCode).toBe(400)
    expect((await post({ ...form, ...credentials })).statusCode).toBe(400)
  })

  it('is one, however many are made at once', async () => {
    await begin()
    const attempts = Array.from({ length: 10 }, (_, index) =>
      createAdministrator(server.server, `root-${index}`, 'a-good-password'),
    )
    expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1)
  })
})
