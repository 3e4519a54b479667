import { afterAll, beforeAll, expect } from 'vitest'
import { describeMusts } from '../fixture/must-table.ts'
import { claimsOf, post } from '../fixture/oidc-application.ts'
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

const discovery = ({ server, realm }: LevelWorld) =>
  server.inject({ url: `/realms/${realm.realm.name}/.well-known/openid-configuration` })

/** Steps a session of level bronze up to gold: the answer, with the tokens of before and after. */
async function stepUp(at: LevelWorld) {
  const { browser, last } = await signedIn(at)
  const before = await tokensOf(at.server, at.realm, last)
  const page = await browser.authorize(at.realm, { acr_values: 'gold' })
  const answer = await answerPages(at, browser, page)
  return { page, answer, before, after: await tokensOf(at.server, at.realm, answer) }
}

describeMusts('RFC 9470, OAuth 2.0 Step Up Authentication Challenge Protocol', () => world, [
  {
    section: '4',
    must: 'acr_values that the session does not meet make the user authenticate, for what is missing',
    request: async (at) => {
      const { page } = await stepUp(at)
      expect(page.body).toContain('name="otp"')
      return page
    },
    expected: { status: 200 },
  },
  {
    section: '4',
    must: 'acr_values that the session meets do not',
    request: again({ acr_values: 'bronze' }),
    expected: { status: 302, redirect: { code: expect.any(String) } },
  },
  {
    section: '4',
    must: 'max_age that the session exceeds makes the user authenticate',
    request: async (at) => {
      const page = await again({ max_age: '5' })(at)
      expect(page.body).toContain('name="password"')
      return page
    },
    expected: { status: 200 },
  },
  {
    section: '4',
    must: 'the token that follows has the level that was asked for',
    request: async (at) => {
      const { answer, before, after } = await stepUp(at)
      expect(claimsOf(before.access_token)['acr']).toBe('bronze')
      expect(claimsOf(after.access_token)['acr']).toBe('gold')
      return answer
    },
    expected: { status: 303 },
  },
  {
    section: '5',
    must: 'a level that is demanded and cannot be had is told as unmet_authentication_requirements',
    request: fresh(essential('3')),
    expected: { status: 303, redirect: { error: 'unmet_authentication_requirements', state: 'state-1' } },
  },
  {
    section: '5',
    must: 'as a preference it is no error',
    request: fresh({ acr_values: '3' }),
    expected: { status: 303, redirect: { code: expect.any(String) } },
  },
  {
    section: '5',
    must: 'without a page (prompt=none) the user is not stepped up, and the application hears it',
    request: again({ acr_values: 'gold', prompt: 'none' }),
    expected: { status: 302, redirect: { error: 'login_required' } },
  },
  {
    section: '6.1',
    must: 'an access token that is a JWT tells acr and auth_time of the session',
    request: async (at) => {
      const { answer, before, after } = await stepUp(at)
      const [first, second] = [claimsOf(before.access_token), claimsOf(after.access_token)]
      expect(second['auth_time']).toBe(Number(first['auth_time']) + 10)
      return answer
    },
    expected: { status: 303 },
  },
  {
    section: '6.1',
    must: 'what is refreshed tells the same, and never more',
    request: async (at) => {
      const { before, after } = await stepUp(at)
      const refresh = (token: string) =>
        post(at.server, at.realm, 'token', { grant_type: 'refresh_token', refresh_token: token })
      const answer = await refresh(after.refresh_token)
      expect(claimsOf(answer.json().access_token)['acr']).toBe('gold')
      expect(claimsOf(before.access_token)['acr']).toBe('bronze')
      return answer
    },
    expected: { status: 200 },
  },
  {
    section: '6.2',
    must: 'introspection tells acr and auth_time',
    request: async (at) => {
      const { after } = await stepUp(at)
      return await post(at.server, at.realm, 'token/introspect', { token: after.access_token })
    },
    expected: { status: 200, body: { active: true, acr: 'gold', auth_time: expect.any(Number) } },
  },
  {
    section: '7',
    must: 'the metadata name the values',
    request: discovery,
    expected: { status: 200, body: { acr_values_supported: ['bronze', 'gold', '0', '1'] } },
  },
])
