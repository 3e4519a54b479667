import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCredential } from '../src/model/credential/add-credential.ts'
import { otpCredential, toOtpParameters } from '../src/model/credential/otp-credential.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import { createRole } from '../src/model/role/create-role.ts'
import { grantRoles } from '../src/model/user/user-role.store.ts'
import { type LoginServer, openLoginServer } from './fixture/login-browser.ts'
import { addFlow } from './fixture/own-flow.ts'

const password = 'a right password'
let login: LoginServer
let count = 0

beforeAll(async () => {
  login = await openLoginServer()
  const { test } = login
  for (const username of ['ada', 'grace', 'linus', 'newcomer']) {
    const control = username === 'ada' ? 'skip' : username === 'grace' ? 'force' : undefined
    const user = await login.addUser(username, password, control ? { attributes: { otp: [control] } } : {})
    const current = await login.realm()
    if (username !== 'newcomer') {
      const id = test.ids.uuid()
      const parameters = toOtpParameters(current.realm)
      const credential = otpCredential(test.secrets, id, { secret: 'JBSWY3DPEHPK3PXP', parameters, label: 'phone' })
      await test.storage.transact((tx) => addCredential(tx, user.realmId, user.id, credential))
    }
    if (username === 'linus') {
      await test.storage.transact(async (tx) => {
        const role = await createRole(tx, current.realm, { name: 'trusted' })
        await grantRoles(tx, current.realm.id, user.id, [role.id])
      })
    }
  }
})
afterAll(() => login.close())

/** The page after the password: `login-otp`, or none. */
async function pageAfterPassword(
  username: string,
  config: Record<string, string>,
  headers: Record<string, string> = {},
) {
  count += 1
  const alias = `own ${count}`
  const { realm } = await login.realm()
  await login.test.storage.transact(async (tx) => {
    await addFlow(tx, realm, alias, [
      { requirement: 'REQUIRED', authenticator: 'auth-username-password-form' },
      { requirement: 'REQUIRED', authenticator: 'auth-conditional-otp-form', config },
    ])
    await updateRealm(tx, realm, { settings: { browserFlow: alias } })
  })
  const chrome = login.browser()
  chrome.headers = headers
  return (await chrome.submit(await chrome.begin(), { username, password })).page
}

const otp = 'login-otp'

describe('a one-time password that is asked of some', () => {
  const attribute = { otpControlAttribute: 'otp' }
  const network = { 'x-forwarded-host': '1.2.3.4' }
  const skipHeader = { noOtpRequiredForHeaderPattern: 'X-Forwarded-Host: (1\\.2\\.3\\.4|1\\.2\\.3\\.5)' }
  interface Row {
    readonly what: string
    readonly username: string
    readonly config: Record<string, string>
    readonly page?: string
    readonly headers?: Record<string, string>
  }
  const rows: readonly Row[] = [
    { what: 'of all, unless told otherwise', username: 'linus', config: {}, page: otp },
    { what: 'of nobody by default where that is set', username: 'linus', config: { defaultOtpOutcome: 'skip' } },
    { what: 'not of whose attribute spares them', username: 'ada', config: attribute },
    {
      what: 'of whose attribute demands it',
      username: 'grace',
      config: { ...attribute, defaultOtpOutcome: 'skip' },
      page: otp,
    },
    { what: 'not of who has the role that is spared', username: 'linus', config: { skipOtpRole: 'trusted' } },
    { what: 'of those who do not', username: 'grace', config: { skipOtpRole: 'trusted' }, page: otp },
    {
      what: 'of who has the role that demands it',
      username: 'linus',
      config: { forceOtpRole: 'trusted', defaultOtpOutcome: 'skip' },
      page: otp,
    },
    { what: 'not in a network that is trusted', username: 'linus', config: skipHeader, headers: network },
    {
      what: 'in all others',
      username: 'linus',
      config: skipHeader,
      page: otp,
      headers: { 'x-forwarded-host': '11.2.3.4' },
    },
    {
      what: 'in a network that demands it, whatever else matches',
      username: 'linus',
      config: { ...skipHeader, forceOtpForHeaderPattern: 'x-forwarded-host: .*' },
      page: otp,
      headers: network,
    },
    {
      what: 'of all where the pattern is none',
      username: 'linus',
      config: { noOtpRequiredForHeaderPattern: '(' },
      page: otp,
      headers: network,
    },
    { what: 'by setting it up, of who has none', username: 'newcomer', config: {}, page: 'login-config-totp' },
    { what: 'not of who has none and is spared', username: 'newcomer', config: { defaultOtpOutcome: 'skip' } },
  ]

  it.each(rows)('is asked $what', async ({ username, config, page, headers }) => {
    expect(await pageAfterPassword(username, config, headers)).toBe(page)
  })
})
