import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Application, startApplication } from './fixture/application.ts'
import { filmScreen, launchPhone, phone } from './fixture/camera.ts'
import { launchChromium, signIn } from './fixture/chromium.ts'
import {
  administrator,
  newServerPlace,
  type RunningServer,
  type ServerPlace,
  startBuiltServer,
} from './fixture/running-server.ts'
import { type WatchedContext, watchedContext } from './fixture/watched-context.ts'

const realm = { name: 'acme', displayName: 'Acme Observatories' } as const
const ada = {
  username: 'ada',
  password: 'Analytical-Engine-1',
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.org',
} as const

let place: ServerPlace
let server: RunningServer
let application: Application
let browser: Browser
let scratch: string

beforeAll(async () => {
  place = await newServerPlace()
  scratch = mkdtempSync(join(tmpdir(), 'ztrust-journey-'))
  ;[server, browser, application] = await Promise.all([
    startBuiltServer({ ...place, withoutAdministrator: true }),
    launchChromium(),
    startApplication(),
  ])
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
  await server?.stop()
  await place?.remove()
  rmSync(scratch, { recursive: true, force: true })
})

test('from an empty server to a removed phone, through every floor', async () => {
  const office = await watchedContext(browser, [server.url])
  await createFirstAdministrator(office.page)
  await signIn(office.page, administrator)
  await createRealm(office.page)
  const clientSecret = await createClient(office.page)
  await createUser(office.page)

  const desk = await watchedContext(browser, [server.url, application.url])
  await application.connect({ issuer: `${server.url}/realms/${realm.name}`, clientId: 'telescope', clientSecret })
  await signInToApplication(desk.page)
  await openPortal(desk.page)
  await setPhoto(desk.page)
  await expectPhotoInConsole(office.page)

  const film = await showCode(desk.page)
  const pocket = await launchPhone(film)
  const hand = await watchedContext(pocket, [server.url], phone)
  try {
    await enrol(hand.page)
    await expectDeviceInPortal(desk.page)
    await makePrimary(hand.page)
    await expectPrimaryInPortal(desk.page)
    await removeDevice(desk.page)
    await learnOfRemoval(hand)
  } finally {
    await pocket.close()
  }
  await signOut(desk.page)
  for (const { problems } of [office, desk, hand]) expect(problems()).toEqual([])
})

/** For what a page gets to by itself. */
const eventually = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 15_000 })

async function createFirstAdministrator(page: Page): Promise<void> {
  await page.goto(server.url)
  await page.getByLabel('Username').fill(administrator.username)
  await page.getByLabel('Password', { exact: true }).fill(administrator.password)
  await page.getByLabel('Confirm password').fill(administrator.password)
  await page.getByRole('button', { name: 'Create administrator' }).click()
}

async function createRealm(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Switch realm:.*master/ }).click()
  await page.getByRole('option', { name: 'Create realm' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create realm' })
  await dialog.getByLabel('Realm name').fill(realm.name)
  await dialog.getByLabel('Display name').fill(realm.displayName)
  await dialog.getByRole('button', { name: 'Create realm' }).click()
  await page.getByText(`Realm ${realm.name} is ready`).waitFor()
  await page.getByRole('button', { name: new RegExp(`^Switch realm:.*${realm.name}`) }).waitFor()
}

/** By the wizard; returns the secret that was generated. */
async function createClient(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Clients' }).first().click()
  await page.getByRole('button', { name: 'Create client' }).first().click()
  await page.getByRole('radio', { name: 'Web application' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByLabel('Client ID').fill('telescope')
  await page.getByLabel('Display name').fill('Telescope')
  await page.getByLabel('Address of the application').fill(application.url)
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByText(`${application.url}/*`).first().waitFor()
  await page.getByRole('button', { name: 'Create client' }).click()
  await page.getByText('Client telescope created').waitFor()
  await page.getByRole('tab', { name: 'Credentials' }).click()
  await eventually(() => page.getByRole('textbox', { name: 'Client secret' }).inputValue()).not.toBe('')
  return page.getByRole('textbox', { name: 'Client secret' }).inputValue()
}

async function createUser(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Users' }).first().click()
  await page.getByRole('button', { name: 'Create user' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Create user' })
  await dialog.getByLabel('Username').fill(ada.username)
  await dialog.getByLabel('Email', { exact: true }).fill(ada.email)
  await dialog.getByLabel('First name').fill(ada.firstName)
  await dialog.getByLabel('Last name').fill(ada.lastName)
  await dialog.getByLabel('Password', { exact: true }).fill(ada.password)
  await dialog.getByRole('switch', { name: 'Temporary' }).uncheck({ force: true })
  await dialog.getByRole('button', { name: 'Create user' }).click()
  await page.getByText('User ada created').waitFor()
  await page.getByRole('heading', { level: 1, name: ada.username }).waitFor()
}

async function signInToApplication(page: Page): Promise<void> {
  await page.goto(application.url)
  await page.getByText(realm.displayName).waitFor()
  await signIn(page, ada)
  await page.getByRole('heading', { name: 'Signed in' }).waitFor()
  const claims: unknown = JSON.parse((await page.locator('#claims').textContent()) ?? '')
  expect(claims).toMatchObject({ preferred_username: ada.username, name: 'Ada Lovelace', email: ada.email })
}

/** The session of the application opens the portal too: nobody asks for the password again. */
async function openPortal(page: Page): Promise<void> {
  await page.goto(`${server.url}/realms/${realm.name}/account/`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Account menu of Ada Lovelace' }).waitFor()
}

const photoInHeader = (page: Page) => page.getByRole('button', { name: /^Account menu of/ }).locator('img')

/** Of a picture that is red on the left and blue on the right, only the blue part is kept. */
async function setPhoto(page: Page): Promise<void> {
  const half = { create: { width: 600, height: 800, channels: 3, background: '#d22' } } as const
  const right = await sharp({ create: { ...half.create, background: '#22d' } })
    .png()
    .toBuffer()
  const picture = await sharp({ create: { ...half.create, width: 1200 } })
    .composite([{ input: right, left: 600, top: 0 }])
    .withExif({ IFD0: { Copyright: 'nobody' } })
    .jpeg()
    .toBuffer()
  await page.getByRole('main').getByRole('button', { name: /photo/i }).first().click()
  const dialog = page.getByRole('dialog')
  const chooser = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: 'Change Image' }).click()
  await (await chooser).setFiles({ name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: picture })

  const frame = dialog.getByRole('application')
  await frame.focus()
  for (let step = 0; step < 12; step++) await page.keyboard.press('+')
  // The picture moves under the frame: to the left shows what is on the right.
  for (let step = 0; step < 60; step++) await page.keyboard.press('ArrowLeft')
  await dialog.getByRole('button', { name: 'Crop & Save' }).click()
  await dialog.waitFor({ state: 'detached' })

  const url = (await photoInHeader(page).getAttribute('src')) ?? ''
  const photo = sharp(Buffer.from(await (await fetch(url)).arrayBuffer()))
  const { width, height, exif } = await photo.metadata()
  expect(width).toBe(height)
  expect(exif).toBeUndefined()
  const { dominant } = await photo.stats()
  expect(dominant.b).toBeGreaterThan(dominant.r)
}

async function expectPhotoInConsole(page: Page): Promise<void> {
  await page.reload()
  const photo = page.getByRole('main').getByRole('img', { name: /Photo of/ })
  await eventually(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
}

/** Opens the set-up dialog and films its code; the path of the film. */
async function showCode(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Device activity' }).first().click()
  await page.getByRole('button', { name: 'Set Up New' }).click()
  const code = page.getByRole('img', { name: 'QR code for the ZTrust Authenticator' })
  await code.waitFor()
  const film = join(scratch, 'code.y4m')
  await filmScreen(await code.screenshot(), film)
  return film
}

async function enrol(page: Page): Promise<void> {
  await page.goto(`${server.url}/authenticator/`)
  await page.getByRole('link', { name: 'Scan QR code' }).click()
  await page.getByRole('heading', { level: 1, name: 'Add account' }).waitFor()
  await page.getByText(realm.displayName).waitFor()
  await page.getByText('Ada Lovelace · ada').waitFor()
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.getByRole('button', { name: 'Add account' }).click()
  await page.getByRole('heading', { level: 1, name: 'Account added' }).waitFor()
}

/** The dialog notices by itself that the phone is there. */
async function expectDeviceInPortal(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByText(phone.model).waitFor()
  await dialog.getByRole('button', { name: 'Done' }).click()
  const device = page.getByRole('listitem').filter({ hasText: phone.model })
  await device.getByText('Android 14').waitFor()
  expect(await device.getByText('Primary').count()).toBe(0)
}

async function makePrimary(page: Page): Promise<void> {
  await page.getByRole('switch', { name: 'Primary device' }).click({ force: true })
  await page.getByText('This phone is now your primary device.').waitFor()
  await page.getByRole('link', { name: 'Done' }).click()
  await page.getByRole('link', { name: /Primary device/ }).waitFor()
}

async function expectPrimaryInPortal(page: Page): Promise<void> {
  await page.reload()
  await page.getByRole('listitem').filter({ hasText: phone.model }).getByText('Primary').waitFor()
}

async function removeDevice(page: Page): Promise<void> {
  await page.getByRole('button', { name: `Remove ${phone.model}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Set Up New' }).waitFor()
  await eventually(() => page.getByRole('listitem').filter({ hasText: phone.model }).count()).toBe(0)
}

async function learnOfRemoval({ page, expectRefusal }: WatchedContext): Promise<void> {
  // The server's answer to the signed question how the account is.
  expectRefusal(401, /\/ztrust\/authenticator\/device$/)
  await page.reload()
  await page.getByText('Removed', { exact: true }).waitFor()
  await page.getByRole('link', { name: /Acme Observatories/ }).click()
  await page.getByText('Removed by you in the Self-Service Portal.').waitFor()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Account menu of Ada Lovelace' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.goto(`${server.url}/realms/${realm.name}/account/`)
  await page.locator('#kc-form-login').waitFor()
}
