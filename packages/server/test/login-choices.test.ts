import { afterEach, describe, expect, it } from 'vitest'
import { addCredential } from '../src/model/credential/add-credential.ts'
import { otpCredential, toOtpParameters } from '../src/model/credential/otp-credential.ts'
import type { Requirement } from '../src/model/flow/flow.ts'
import type { User } from '../src/model/user/user.ts'
import type { Authenticator } from '../src/spi/authenticator.ts'
import { text } from '../src/spi/form.ts'
import { defineModule } from '../src/spi/module.ts'
import { type LoginServer, openLoginServer } from './fixture/login-browser.ts'

/** A second factor of its own in a place that the default flow has for one. */
const magicWord: Authenticator = {
  id: 'auth-recovery-authn-code-form',
  displayName: 'Magic word',
  helpText: 'Asks for the magic word.',
  choice: { label: text('magicWord'), help: text('magicWordHelp'), icon: 'magic' },
  requiresUser: true,
  config: [],
  requirements: ['REQUIRED', 'ALTERNATIVE', 'DISABLED'],
  isConfiguredFor: async (user) => user.username === 'ada',
  authenticate: async ({ actionUrl }) => ({
    kind: 'challenge',
    form: { id: 'magic', action: actionUrl, fields: [], messages: [], links: [], data: {} },
  }),
  action: async (_context, input) =>
    input['word'] === 'please' ? { kind: 'success' } : { kind: 'failure', error: 'invalid_user_credentials' },
}

let opened: LoginServer | undefined
async function open(): Promise<LoginServer> {
  opened = await openLoginServer({}, { modules: [defineModule({ id: 'magic', authenticators: [magicWord] })] })
  return opened
}
afterEach(async () => {
  await opened?.close()
  opened = undefined
})

/** Changes an execution of the second factor, or the second factor itself. */
async function require({ test, realm }: LoginServer, name: string | 'second factor', requirement: Requirement) {
  const current = await realm()
  const flow = current.flowByAlias('Browser - Conditional 2FA')
  const forms = current.flowByAlias('forms')
  const executions = [...current.executions(flow?.id ?? ''), ...current.executions(forms?.id ?? '')]
  const execution = executions.find((one) =>
    name === 'second factor' ? one.subFlowId === flow?.id : one.authenticator === name,
  )
  if (!execution) throw new Error(`No execution ${name}`)
  await test.storage.transact(async (tx) => {
    await tx.query.updateTable('authentication_execution').set({ requirement }).where('id', '=', execution.id).execute()
    tx.realmChanged(current.realm.id)
  })
}

async function addOtp({ test, realm }: LoginServer, user: User): Promise<void> {
  const id = test.ids.uuid()
  const parameters = toOtpParameters((await realm()).realm)
  const credential = otpCredential(test.secrets, id, { secret: 'JBSWY3DPEHPK3PXP', parameters })
  await test.storage.transact((tx) => addCredential(tx, user.realmId, user.id, credential))
}

const password = 'a right password'

describe('another way', () => {
  it('is offered when the user has one, taken when chosen, and can be changed again', async () => {
    const login = await open()
    await require(login, magicWord.id, 'ALTERNATIVE')
    await addOtp(login, await login.addUser('ada', password))
    const chrome = login.browser()
    const otp = await chrome.submit(await chrome.begin(), { username: 'ada', password })
    expect(otp.page).toBe('login-otp')
    expect(otp.form.buttons?.map((button) => button.name)).toEqual(['login', 'tryAnotherWay'])
    const select = await chrome.submit(otp, { tryAnotherWay: 'on' })
    expect(select.page).toBe('select-authenticator')
    const choices = select.form.data['choices'] as { authenticationExecution: string; label: { key: string } }[]
    expect(choices.map((choice) => choice.label.key)).toEqual(['otp-display-name', 'magicWord'])
    const [first, second] = choices.map((choice) => choice.authenticationExecution)
    const magic = await chrome.submit(select, { authenticationExecution: String(second) })
    expect(magic.page).toBe('magic')
    expect((await chrome.get((magic.form.action ?? '').replace(/session_code=[^&]*&/, ''))).page).toBe('magic')
    const back = await chrome.submit(await chrome.submit(magic, { tryAnotherWay: 'on' }), {
      authenticationExecution: String(first),
    })
    expect(back.page).toBe('login-otp')
    const again = await chrome.submit(back, { authenticationExecution: String(second) })
    expect((await chrome.submit(again, { word: 'please' })).location).toContain('granted')
  })

  it('is not offered to who has none, and what was not offered cannot be chosen', async () => {
    const login = await open()
    await require(login, magicWord.id, 'ALTERNATIVE')
    await addOtp(login, await login.addUser('grace', password))
    const chrome = login.browser()
    const otp = await chrome.submit(await chrome.begin(), { username: 'grace', password })
    expect(otp.form.buttons?.map((button) => button.name)).toEqual(['login'])
    const executions = await login.test.storage.query.selectFrom('authentication_execution').select('id').execute()
    for (const { id } of executions.slice(0, 40)) {
      const seen = await chrome.submit(otp, { authenticationExecution: id })
      expect(['login-page-expired', 'login-otp']).toContain(seen.page)
      expect(seen.location).toBeUndefined()
    }
  })

  it('goes to the error page when an authenticator refuses without a page', async () => {
    const login = await open()
    await require(login, magicWord.id, 'ALTERNATIVE')
    await login.addUser('ada', password)
    const chrome = login.browser()
    const magic = await chrome.submit(await chrome.begin(), { username: 'ada', password })
    expect(magic.page).toBe('magic')
    const refused = await chrome.submit(magic, { word: 'now' })
    expect([refused.page, refused.status]).toEqual(['error', 400])
    expect(chrome.cookies['KEYCLOAK_IDENTITY']).toBeUndefined()
  })
})

describe('a required second factor', () => {
  it('that the user has not set up is set up in the sign-in', async () => {
    const login = await open()
    await require(login, 'second factor', 'REQUIRED')
    await require(login, 'auth-otp-form', 'REQUIRED')
    await login.addUser('grace', password)
    const chrome = login.browser()
    const setup = await chrome.submit(await chrome.begin(), { username: 'grace', password })
    expect(setup.page).toBe('login-config-totp')
    expect(setup.form.buttons?.map((button) => button.name)).toEqual(['saveTOTPBtn'])
  })

  it('that nobody implements lets nobody in', async () => {
    const login = await open()
    await require(login, 'second factor', 'REQUIRED')
    await require(login, 'webauthn-authenticator', 'REQUIRED')
    await login.addUser('grace', password)
    const chrome = login.browser()
    const seen = await chrome.submit(await chrome.begin(), { username: 'grace', password })
    expect([seen.page, seen.location]).toEqual(['error', undefined])
  })
})
