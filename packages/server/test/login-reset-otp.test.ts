import { afterEach, describe, expect, it } from 'vitest'
import { addCredential } from '../src/model/credential/add-credential.ts'
import { listCredentials } from '../src/model/credential/credential.store.ts'
import { otpCredential, toOtpParameters } from '../src/model/credential/otp-credential.ts'
import { updateRealm } from '../src/model/realm/update-realm.ts'
import type { User } from '../src/model/user/user.ts'
import { type LoginServer, openLoginServer } from './fixture/login-browser.ts'
import { addFlow, type FlowStep } from './fixture/own-flow.ts'

const ada = { username: 'ada', password: 'a right password' }
let login: LoginServer | undefined
afterEach(async () => {
  await login?.close()
  login = undefined
})

/** Ada, with two apps, in a realm whose flow resets them. */
async function open(mode: string | undefined, isConditional = false) {
  const opened = await openLoginServer()
  login = opened
  const { test } = opened
  const user = await opened.addUser(ada.username, ada.password)
  const { realm } = await opened.realm()
  for (const label of ['phone', 'tablet']) {
    const id = test.ids.uuid()
    const parameters = toOtpParameters(realm)
    const credential = otpCredential(test.secrets, id, { secret: 'JBSWY3DPEHPK3PXP', parameters, label })
    await test.storage.transact((tx) => addCredential(tx, user.realmId, user.id, credential))
  }
  await test.storage.transact(async (tx) => {
    const reset: FlowStep = {
      requirement: 'REQUIRED',
      authenticator: 'reset-otp',
      ...(mode === undefined ? {} : { config: { action_on_otp_reset_flag: mode } }),
    }
    const condition: FlowStep = { requirement: 'REQUIRED', authenticator: 'conditional-user-configured' }
    await addFlow(tx, realm, 'resetting', [
      { requirement: 'REQUIRED', authenticator: 'auth-username-password-form' },
      isConditional ? { requirement: 'CONDITIONAL', steps: [condition, reset] } : reset,
    ])
    await updateRealm(tx, realm, { settings: { browserFlow: 'resetting' } })
  })
  const chrome = opened.browser()
  return { opened, user, chrome, seen: await chrome.submit(await chrome.begin(), ada) }
}

const labels = async ({ test }: LoginServer, user: User) =>
  (await listCredentials(test.storage, user.realmId, user.id, 'otp')).map((credential) => credential.label)

describe('who lost their phone', () => {
  it.each([undefined, 'Remove none'])('sets up another one and keeps the rest (%s)', async (mode) => {
    const { opened, user, seen } = await open(mode)
    expect(seen.page).toBe('login-config-totp')
    expect(await labels(opened, user)).toEqual(['phone', 'tablet'])
  })

  it('does not get past their second factor unless the realm says so', async () => {
    const { opened, user, seen } = await open(undefined, true)
    expect(seen.location).toContain('code=granted')
    expect(await labels(opened, user)).toEqual(['phone', 'tablet'])
    await opened.close()
    expect((await open('Remove none', true)).seen.page).toBe('login-config-totp')
  })

  it('loses all of them where the realm says so', async () => {
    const { opened, user, seen } = await open('Remove all')
    expect(seen.page).toBe('login-config-totp')
    expect(await labels(opened, user)).toEqual([])
  })

  it('says which one it was, of their own', async () => {
    const { opened, user, chrome, seen } = await open('Remove one')
    expect(seen.page).toBe('login-reset-otp')
    const options = seen.form.fields[0]?.options ?? []
    expect(options.map((option) => option.label.key)).toEqual(['phone', 'tablet'])
    const again = await chrome.submit(seen, { selectedCredentialId: 'somebody-elses' })
    expect(again.page).toBe('login-reset-otp')
    expect(await labels(opened, user)).toEqual(['phone', 'tablet'])
    const next = await chrome.submit(again, { selectedCredentialId: options[0]?.value ?? '' })
    expect(next.page).toBe('login-config-totp')
    expect(await labels(opened, user)).toEqual(['tablet'])
  })
})
