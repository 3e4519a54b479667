import KcAdminClient from '@keycloak/keycloak-admin-client'
import { Secret, TOTP } from 'otpauth'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Application, startApplication } from './fixture/application.ts'
import { launchChromium } from './fixture/chromium.ts'
import { openVisit, type Visit } from './fixture/page-visit.ts'
import {
  administrator,
  newServerPlace,
  type RunningServer,
  type ServerPlace,
  startBuiltServer,
} from './fixture/running-server.ts'

// Two at a time: the machines have two cores. The time is for busy ones; alone, no test takes a tenth of it.
vi.setConfig({ maxConcurrency: 2, testTimeout: 300_000 })

const password = 'Analytical-Engine-1'

let place: ServerPlace
let server: RunningServer
let application: Application
let browser: Browser
let admin: KcAdminClient
/** Ids of what the pages of the console are about. */
const id = { ada: '', shop: '', group: '', role: '' }

beforeAll(async () => {
  place = await newServerPlace()
  ;[server, browser, application] = await Promise.all([
    startBuiltServer({ ...place, withoutAdministrator: true }),
    launchChromium(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']),
    startApplication(),
  ])
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
  await server?.stop()
  await place?.remove()
})

/** A test of screens: it fails with all that was found on them, and with whatever else went wrong in the browser. */
function screens(name: string, look: (visit: Visit) => Promise<void>, options?: () => BrowserContextOptions): void {
  test(name, async () => {
    const visit = await openVisit(browser, [server.url, application.url], options?.())
    try {
      await look(visit)
    } finally {
      await visit.context.close()
    }
    expect([...visit.findings, ...visit.problems()]).toEqual([])
  })
}

screens('the welcome page', async ({ page, inspect, expectRefusal }) => {
  await page.goto(server.url)
  await page.getByLabel('Username').fill(administrator.username)
  await inspect('welcome')
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByLabel('Confirm password').fill('something else')
  expectRefusal(400, /\/welcome$/)
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await page.getByText("Password confirmation doesn't match.").waitFor()
  await inspect('welcome-refused')
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByLabel('Confirm password').fill(administrator.password)
  await page.getByRole('button', { name: 'Create administrator' }).click()
  await page.locator('#kc-form-login').waitFor()
})

describe.concurrent('with a realm', () => {
  beforeAll(async () => {
    admin = new KcAdminClient({ baseUrl: server.url, realmName: 'master' })
    await admin.auth({ ...administrator, grantType: 'password', clientId: 'admin-cli' })
    await admin.realms.create({ realm: 'empty', enabled: true })
    const displayName = 'Acme Observatories of Great Britain and Ireland'
    const events = { eventsEnabled: true, adminEventsEnabled: true, adminEventsDetailsEnabled: true }
    await admin.realms.create({ realm: 'acme', displayName, enabled: true, ...events })
    admin.setConfig({ realmName: 'acme' })
    await seed()
    // Its client renews its token where it looks at the moment.
    admin.setConfig({ realmName: 'master' })
  })

  describe.concurrent('login pages', () => {
    screens('login, and again after a wrong password', async ({ page, inspect, signIn }) => {
      await page.goto(authorizationUrl())
      await inspect('login')
      await signIn('ada', 'wrong')
      await page.getByText('Invalid username or password.').waitFor()
      await inspect('login-refused')
    })

    screens('update password', async ({ page, inspect, signIn }) => {
      await page.goto(authorizationUrl())
      await signIn('forced', password)
      await page.locator('#password-new').waitFor()
      await inspect('update-password')
    })

    screens('set-up of a one-time code, then the code', async ({ page, inspect, signIn, context }) => {
      await page.goto(application.url)
      await signIn('second', password)
      await page.locator('#totp').waitFor()
      await inspect('configure-totp')
      await page.locator('#mode-manual').click()
      const secret = ((await page.locator('#kc-totp-secret-key').textContent()) ?? '').replaceAll(/\s/g, '')
      await inspect('configure-totp-manual')
      await page.fill('#totp', new TOTP({ secret: Secret.fromBase32(secret) }).generate())
      await page.locator('#saveTOTPBtn').click()
      await page.getByRole('heading', { name: 'Signed in' }).waitFor()
      await context.clearCookies()
      await page.goto(authorizationUrl())
      await signIn('second', password)
      await page.locator('#otp').waitFor()
      await inspect('otp')
    })

    screens('consent, and an error', async ({ page, inspect, signIn, expectRefusal }) => {
      await page.goto(authorizationUrl('asking'))
      await signIn('asked', password)
      await page.getByText('Telescope sharing').first().waitFor()
      await inspect('consent')
      expectRefusal(400, /protocol\/openid-connect\/auth/)
      await page.goto(authorizationUrl('shop', 'https://elsewhere.test/'))
      await page.getByRole('heading', { level: 1 }).waitFor()
      await inspect('error')
    })
  })

  describe.concurrent('device login', () => {
    screens('from the code to the end', async ({ page, inspect, signIn }) => {
      await page.goto(`${server.url}/realms/acme/device`)
      await inspect('device-code')
      await page.getByLabel('Code on your device').fill('BBBB-BBBB')
      await page.getByRole('button', { name: 'Submit' }).click()
      await page.getByText('Invalid code, please try again.').waitFor()
      await inspect('device-code-refused')
      await page.goto(await startDevice())
      await page.getByText('Go on only if your own device shows exactly this code').waitFor()
      await inspect('device-code-prefilled')
      await page.getByRole('button', { name: 'Submit' }).click()
      await signIn('viewer', password)
      await page.getByText('A device wants to be signed in to your account.').waitFor()
      await inspect('device-consent')
      await page.getByRole('button', { name: 'Yes' }).click()
      await page.getByRole('heading', { name: 'Device Login Successful' }).waitFor()
      await inspect('device-connected')
      await page.goto(await startDevice())
      await page.getByRole('button', { name: 'Submit' }).click()
      await page.getByRole('button', { name: 'No' }).click()
      await page.getByText('Consent denied for connecting the device.').waitFor()
      await inspect('device-denied')
    })
  })

  describe.concurrent('the authenticator', () => {
    screens('without an account', async ({ page, inspect, follow, expectRefusal }) => {
      await page.goto(`${server.url}/authenticator/`)
      await page.getByRole('heading', { name: 'No accounts yet' }).waitFor()
      await inspect('authenticator-home-empty')
      await follow('link', 'Scan QR code')
      await page.getByText('Point the camera at the code in the portal.').waitFor()
      await inspect('authenticator-scan')
      await follow('button', 'Paste a link instead')
      const link = page.getByRole('textbox', { name: 'Link' })
      await link.waitFor()
      await inspect('authenticator-paste-link')
      expectRefusal(404, /enrolments\/scan$/)
      const query = { server: server.url, realm: 'acme', token: 'a-token-that-nobody-ever-issued' }
      await link.fill(`${server.url}/authenticator/#${new URLSearchParams(query)}`)
      await follow('button', 'Continue')
      await page.getByRole('heading', { name: 'This code is not known' }).waitFor()
      await inspect('authenticator-unknown-code')
    })

    screens('with an account', async ({ page, inspect, follow }) => {
      await page.goto(await inviteDevice('phoned'))
      await page.getByLabel('Password', { exact: true }).fill(password)
      await inspect('authenticator-enrol')
      await follow('button', 'Add account')
      await page.getByRole('heading', { name: 'Account added' }).waitFor()
      await inspect('authenticator-added')
      await follow('link', 'Done')
      await page.getByText('Active').waitFor()
      await inspect('authenticator-home')
      await page.getByRole('link', { name: /Acme Observatories/ }).click()
      await page.getByLabel('Device name').waitFor()
      await inspect('authenticator-account')
      await follow('button', 'Remove account')
      await page.getByRole('dialog').waitFor()
      await inspect('authenticator-remove')
    })
  })

  describe.concurrent('the admin console', () => {
    let storageState: NonNullable<BrowserContextOptions['storageState']>
    beforeAll(async () => {
      const { context, page, signIn } = await openVisit(browser, [server.url])
      await page.goto(`${server.url}/admin/master/console/`)
      await signIn(administrator.username, administrator.password)
      await page.getByRole('heading', { level: 1 }).waitFor()
      storageState = await context.storageState()
      await context.close()
    })
    const consoleScreens = (name: string, look: (visit: Visit) => Promise<void>) =>
      screens(name, look, () => ({ storageState }))
    const open = async ({ page }: Visit, path: string, heading: string | RegExp) => {
      await page.goto(`${server.url}/admin/master/console/${path}`)
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    }
    const lookAtTabs = async ({ follow, inspect, page }: Visit, name: string, tabs: readonly string[]) => {
      for (const tab of tabs) {
        await follow('tab', tab)
        await page.getByRole('tab', { name: tab, exact: true, selected: true }).waitFor()
        await inspect(`${name}-${tab.toLowerCase().replaceAll(/\W+/g, '-')}`)
      }
    }

    consoleScreens('the dashboard, of a new realm and of one at work', async (visit) => {
      await open(visit, 'empty', /./)
      await visit.inspect('console-dashboard-empty')
      await open(visit, 'acme', /./)
      await visit.inspect('console-dashboard')
      await visit.page.keyboard.press('Control+K')
      await visit.page.getByPlaceholder('Search pages, users, clients and actions').fill('ada')
      await visit.inspect('console-palette')
    })

    consoleScreens('users: none, one, sixty', async (visit) => {
      const { page, inspect } = visit
      await open(visit, 'empty/users', 'Users')
      await page.getByText('No users yet').waitFor()
      await inspect('console-users-0')
      await admin.users.create({ realm: 'empty', username: 'only', enabled: true })
      await page.reload()
      await page.getByText('only').first().waitFor()
      await inspect('console-users-1')
      await open(visit, 'acme/users', 'Users')
      await page.getByText('astronomer-01').first().waitFor()
      await inspect('console-users-60')
      await visit.follow('button', 'Create user')
      await page.getByRole('dialog').getByLabel('Username').waitFor()
      await inspect('console-create-user')
    })

    consoleScreens('a user', async (visit) => {
      await open(visit, `acme/users/${id.ada}/details`, 'ada')
      await visit.inspect('console-user-details')
      const rest = ['Attributes', 'Credentials', 'Role mapping', 'Groups', 'Sessions', 'Devices']
      await lookAtTabs(visit, 'console-user', rest)
    })

    consoleScreens('clients, and one of them', async (visit) => {
      await open(visit, 'acme/clients', 'Clients')
      await visit.inspect('console-clients')
      await open(visit, `acme/clients/${id.shop}/settings`, /shop/i)
      await visit.inspect('console-client-settings')
      await lookAtTabs(visit, 'console-client', [
        'How do I connect?',
        'Credentials',
        'Roles',
        'Client scopes',
        'Sessions',
      ])
      await open(visit, 'acme/clients/new', 'Create client')
      await visit.inspect('console-create-client')
    })

    consoleScreens('groups and roles', async (visit) => {
      await open(visit, 'acme/groups', 'Groups')
      await visit.inspect('console-groups')
      await open(visit, `acme/groups/${id.group}/members`, /Instruments/)
      await visit.inspect('console-group-members')
      await open(visit, 'acme/roles', 'Realm roles')
      await visit.inspect('console-roles')
      await open(visit, `acme/roles/${id.role}/details`, 'observer')
      await visit.inspect('console-role-details')
      await lookAtTabs(visit, 'console-role', ['Contained roles', 'Users in role'])
    })

    consoleScreens('sessions, events and realm settings', async (visit) => {
      await open(visit, 'acme/sessions', 'Sessions')
      await visit.inspect('console-sessions')
      await open(visit, 'acme/events/user', 'Events')
      await visit.inspect('console-events-user')
      await lookAtTabs(visit, 'console-events', ['Admin events'])
      await open(visit, 'acme/settings/general', 'Realm settings')
      await visit.inspect('console-settings-general')
      await lookAtTabs(visit, 'console-settings', ['Login', 'Sessions and tokens', 'Security', 'Events'])
    })
  })

  describe.concurrent('the Self-Service Portal', () => {
    const open = async ({ page, signIn }: Visit, username: string, path = '') => {
      await page.goto(`${server.url}/realms/acme/account/${path}`)
      await signIn(username, password)
      await page.getByRole('heading', { level: 1 }).waitFor()
    }

    screens('its pages', async (visit) => {
      await open(visit, 'ada')
      await visit.inspect('portal-overview')
      for (const name of ['Personal info', 'Signing in', 'Device activity', 'Applications']) {
        await visit.follow('link', name)
        await visit.page.getByRole('heading', { level: 1, name }).waitFor()
        await visit.inspect(`portal-${name.toLowerCase().replace(' ', '-')}`)
      }
    })

    screens('the dialogs of photo and enrolment', async (visit) => {
      const { page, inspect, follow } = visit
      await open(visit, 'portal')
      await page.getByRole('main').getByRole('button', { name: 'Change profile photo' }).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Change Image' }).waitFor()
      await inspect('portal-photo')
      const background = { r: 90, g: 140, b: 200 }
      const buffer = await sharp({ create: { width: 900, height: 600, channels: 3, background } })
        .jpeg()
        .toBuffer()
      await page.getByTestId('photo-file').setInputFiles({ name: 'sky.jpg', mimeType: 'image/jpeg', buffer })
      await dialog.getByRole('application').waitFor()
      await inspect('portal-photo-crop')
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      await follow('link', 'Device activity')
      await follow('button', 'Set Up New')
      await page.getByRole('img', { name: 'QR code for the ZTrust Authenticator' }).waitFor()
      await inspect('portal-set-up')
    })
  })
})

function authorizationUrl(clientId = 'shop', redirectUri = application.redirectUri): string {
  const query = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid' }
  return `${server.url}/realms/acme/protocol/openid-connect/auth?${new URLSearchParams(query)}`
}

/** What a device does first; the link that it shows. */
async function startDevice(): Promise<string> {
  const answer = await fetch(`${server.url}/realms/acme/protocol/openid-connect/auth/device`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'television', scope: 'openid' }),
  })
  return ((await answer.json()) as { verification_uri_complete: string }).verification_uri_complete
}

async function seed(): Promise<void> {
  const client = { publicClient: true, directAccessGrantsEnabled: true, redirectUris: [application.redirectUri] }
  const secret = 'a-secret-of-the-test'
  id.shop = (await admin.clients.create({ ...client, clientId: 'shop', publicClient: false, secret })).id
  await admin.clients.create({ ...client, clientId: 'phones' })
  await admin.clients.create({ ...client, clientId: 'asking', name: 'Telescope sharing', consentRequired: true })
  const attributes = { 'oauth2.device.authorization.grant.enabled': 'true' }
  await admin.clients.create({ publicClient: true, clientId: 'television', name: 'Observatory television', attributes })
  await application.connect({ issuer: `${server.url}/realms/acme`, clientId: 'shop', clientSecret: secret })

  id.group = (await admin.groups.create({ name: 'Instruments, calibration and long-term maintenance' })).id
  await admin.groups.createChildGroup({ id: id.group }, { name: 'Mirrors' })
  await admin.roles.create({ name: 'observer', description: 'May use the telescopes at night' })
  id.role = String((await admin.roles.findOneByName({ name: 'observer' }))?.id)

  id.ada = await addUser('ada', { firstName: 'Ada', lastName: 'Lovelace' })
  await admin.users.addToGroup({ id: id.ada, groupId: id.group })
  await admin.users.addRealmRoleMappings({ id: id.ada, roles: [{ id: id.role, name: 'observer' }] })
  await addUser('forced', { requiredActions: ['UPDATE_PASSWORD'] })
  await addUser('second', { requiredActions: ['CONFIGURE_TOTP'] })
  await addUser('asked', {})
  await addUser('viewer', {})
  await addUser('phoned', { firstName: 'Caroline', lastName: 'Herschel' })
  await addUser('portal', { firstName: 'Wolfeschlegelsteinhausenbergerdorff', lastName: 'von und zu Hohenlohe' })
  for (let number = 1; number <= 54; number++) {
    const username = `astronomer-${String(number).padStart(2, '0')}`
    await admin.users.create({ username, email: `${username}@example.org`, enabled: number % 9 !== 0 })
  }
}

async function addUser(username: string, facts: { firstName?: string; lastName?: string; requiredActions?: string[] }) {
  const credentials = [{ type: 'password', value: password, temporary: false }]
  const names = { firstName: 'Mary', lastName: 'Somerville', email: `${username}@example.org` }
  return (await admin.users.create({ username, enabled: true, credentials, ...names, ...facts })).id
}

/** The link in the QR code of the portal, asked for as the portal does. */
async function inviteDevice(username: string): Promise<string> {
  const form = { grant_type: 'password', client_id: 'phones', username, password }
  const token = await fetch(`${server.url}/realms/acme/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { access_token } = (await token.json()) as { access_token: string }
  const invitation = await fetch(`${server.url}/realms/acme/account/ztrust/device-enrolments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}` },
  })
  return ((await invitation.json()) as { link: string }).link
}
