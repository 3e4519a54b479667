import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, expect } from 'vitest'
import { describeMusts } from '../fixture/must-table.ts'
import { Browser, claimsOf } from '../fixture/oidc-application.ts'
import {
  again,
  answerPages,
  createLevelRealm,
  essential,
  fresh,
  type LevelWorld,
  signedIn,
  tokensOf,
} from '../fixture/step-up-application.ts'
import { useStepUpFlow } from '../fixture/step-up-flow.ts'
import { testServer } from '../fixture/test-server.ts'

let world: LevelWorld

beforeAll(async () => {
  const server = await testServer()
  const realm = await createLevelRealm(server)
  await useStepUpFlow(server, realm)
  world = { server, realm }
})
afterAll(() => world.server.stop())

const claimsAfter = async (
  { server, realm }: LevelWorld,
  answer: LightMyRequestResponse,
  token: 'id_token' | 'access_token',
) => claimsOf((await tokensOf(server, realm, answer))[token])

const discovery = ({ server, realm }: LevelWorld) =>
  server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })

describeMusts('OpenID Connect Core 1.0, how the user is authenticated', () => world, [
  {
    section: '3.1.2.1',
    must: 'prompt=login makes the user authenticate again',
    request: async (at) => {
      const page = await again({ prompt: 'login' })(at)
      expect(page.body).toContain('name="password"')
      return page
    },
    expected: { status: 200 },
  },
  {
    section: '3.1.2.1',
    must: 'prompt=none shows no page: an error for who is not signed in',
    request: ({ server, realm }) => new Browser(server).authorize(realm, { prompt: 'none' }),
    expected: { status: 302, redirect: { error: 'login_required' } },
  },
  {
    section: '3.1.2.1',
    must: 'prompt=none with another value is an error',
    request: again({ prompt: 'none login' }),
    expected: { status: 302, redirect: { error: 'invalid_request' } },
  },
  {
    section: '3.1.2.1',
    must: 'prompt=none is answered for who is signed in',
    request: again({ prompt: 'none' }),
    expected: { status: 302, redirect: { code: expect.any(String) } },
  },
  {
    section: '3.1.2.1',
    must: 'a session older than max_age is not enough',
    request: async (at) => {
      const page = await again({ max_age: '9' })(at)
      expect(page.body).toContain('name="password"')
      return page
    },
    expected: { status: 200 },
  },
  {
    section: '3.1.2.1',
    must: 'a session younger than max_age is',
    request: again({ max_age: '11' }),
    expected: { status: 302, redirect: { code: expect.any(String) } },
  },
  {
    section: '3.1.2.1',
    must: 'max_age=0 is like prompt=login',
    request: again({ max_age: '0', prompt: 'none' }),
    expected: { status: 302, redirect: { error: 'login_required' } },
  },
  {
    section: '3.1.2.1',
    must: 'with max_age the ID token has auth_time, the moment of the proof',
    request: async (at) => {
      const { browser } = await signedIn(at)
      const answer = await browser.authorize(at.realm, { max_age: '100' })
      const { auth_time: authTime, iat } = await claimsAfter(at, answer, 'id_token')
      expect(Number(iat) - Number(authTime)).toBe(10)
      return answer
    },
    expected: { status: 302 },
  },
  {
    section: '3.1.2.1',
    must: 'a proof made for max_age is the new auth_time',
    request: async (at) => {
      const { browser } = await signedIn(at)
      const answer = await answerPages(at, browser, await browser.authorize(at.realm, { max_age: '5' }))
      const { auth_time: authTime, iat } = await claimsAfter(at, answer, 'id_token')
      expect(authTime).toBe(iat)
      return answer
    },
    expected: { status: 303 },
  },
  {
    section: '3.1.2.1',
    must: 'acr_values are a wish: the answer says what was reached',
    request: async (at) => {
      const answer = await fresh({ acr_values: '9 8' })(at)
      expect((await claimsAfter(at, answer, 'id_token'))['acr']).toBe('gold')
      return answer
    },
    expected: { status: 303 },
  },
  {
    section: '3.1.2.1',
    must: 'of several acr_values any will do',
    request: async (at) => {
      const answer = await fresh({ acr_values: 'gold bronze' })(at)
      expect((await claimsAfter(at, answer, 'id_token'))['acr']).toBe('bronze')
      return answer
    },
    expected: { status: 303 },
  },
  {
    section: '5.5.1.1',
    must: 'an essential acr that is met is the acr of the ID token',
    request: async (at) => {
      const answer = await fresh(essential('gold'))(at)
      expect((await claimsAfter(at, answer, 'id_token'))['acr']).toBe('gold')
      return answer
    },
    expected: { status: 303 },
  },
  {
    section: '5.5.1.1',
    must: 'an essential acr that cannot be met is a failed sign-in',
    request: fresh(essential('4')),
    expected: { status: 303, redirect: { error: 'unmet_authentication_requirements' } },
  },
  {
    section: '5.5.1.1',
    must: 'an acr asked for as voluntary claim is a wish',
    request: fresh({ claims: JSON.stringify({ id_token: { acr: { values: ['4'] } } }) }),
    expected: { status: 303, redirect: { code: expect.any(String) } },
  },
  {
    section: '2',
    must: 'acr and auth_time are of the session, also when nobody asked for them',
    request: async (at) => {
      const { last } = await signedIn(at)
      expect(await claimsAfter(at, last, 'id_token')).toMatchObject({ acr: 'bronze', auth_time: expect.any(Number) })
      return last
    },
    expected: { status: 303 },
  },
  {
    section: '3',
    must: 'the metadata name the values of acr',
    request: discovery,
    expected: { status: 200, body: { acr_values_supported: expect.arrayContaining(['bronze', 'gold']) } },
  },
])
