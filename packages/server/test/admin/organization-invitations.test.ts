import KeycloakAdminClient, { NetworkError } from '@keycloak/keycloak-admin-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listEvents } from '../../src/model/event/event.store.ts'
import type { RealmSnapshot } from '../../src/model/realm/realm-snapshot.ts'
import type { User } from '../../src/model/user/user.ts'
import { openMailServer, type TestMailServer } from '../fixture/mail-server.ts'
import { addUser, Browser, formAction } from '../fixture/oidc-application.ts'
import { createAdministrator } from '../fixture/test-administrator.ts'
import { administrator, type TestServer, testServer } from '../fixture/test-server.ts'

let test: TestServer
let mailServer: TestMailServer
let admin: KeycloakAdminClient
let realm: RealmSnapshot
let orgId: string
let ada: User

beforeAll(async () => {
  test = await testServer({ outboundAllow: ['127.0.0.0/8'] })
  mailServer = await openMailServer()
  admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
})
beforeEach(async () => {
  await test.running.runDueJobs()
  mailServer.received.length = 0
  realm = await test.createRealm({
    organizationsEnabled: true,
    smtpServer: mailServer.settings(),
    eventsEnabled: true,
    adminEventsEnabled: true,
  })
  await signIn()
  ada = await addUser(test, realm, { emailVerified: false })
  orgId = String(
    (await admin.organizations.create({ name: 'Acme Inc', alias: 'acme', redirectUrl: 'https://acme.org/' })).id,
  )
})
afterAll(async () => {
  await test.stop()
  await mailServer.close()
})

/** Tokens of master are good for a minute. */
async function signIn() {
  admin.setConfig({ realmName: 'master' })
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  admin.setConfig({ realmName: realm.realm.name })
}
function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
const post = async (path: string, form: Record<string, string> = {}) =>
  test.inject({
    method: 'POST',
    url: `/admin/realms/${realm.realm.name}/organizations/${orgId}${path}`,
    token: await test.adminToken(),
    form,
  })
const invite = () => admin.organizations.inviteExistingUser({ orgId }, formOf({ id: ada.id }))
const list = (query: object = {}) => admin.organizations.listInvitations({ orgId, ...query } as never)
async function mailedLink(): Promise<string> {
  await test.running.runDueJobs()
  return mailServer.link()
}
const isMember = async () =>
  (await admin.organizations.listMembers({ orgId })).some((member: { id?: string }) => member.id === ada.id)

/** Opens a link and agrees. */
async function proceed(link: string) {
  const browser = new Browser(test)
  const page = await browser.request(link)
  if (page.statusCode !== 200) return page
  expect(await isMember()).toBe(false)
  return browser.request(formAction(page), { key: new URL(link).searchParams.get('key') ?? '', proceed: 'true' })
}

describe('an invitation', () => {
  it('is a mail whose link makes a member, once, of whoever agrees', async () => {
    await invite()
    const [invitation] = await list()
    expect(invitation).toEqual({
      id: expect.any(String),
      organizationId: orgId,
      email: 'ada@example.org',
      firstName: 'Ada',
      lastName: 'Lovelace',
      sentDate: Math.floor(test.clock.now() / 1000),
      expiresAt: Math.floor(test.clock.now() / 1000) + 43_200,
      status: 'PENDING',
    })
    const link = await mailedLink()
    const { mail, to } = mailServer.received.at(-1) ?? {}
    expect([to, mail?.subject]).toEqual([['ada@example.org'], 'Invitation to join Acme Inc'])
    expect(mail?.text).toContain('12 hours')
    const done = await proceed(link)
    expect(done.body).toContain('You have joined the organization Acme Inc.')
    expect(done.body).toContain('href="https://acme.org/"')
    expect(await admin.organizations.getMember({ orgId, userId: ada.id })).toMatchObject({
      membershipType: 'UNMANAGED',
      emailVerified: true,
    })
    expect(await list()).toEqual([])
    const events = await listEvents(
      test.server.storage,
      realm.realm.id,
      { types: ['INVITE_ORG'] },
      { first: 0, max: 9 },
    )
    expect(events).toMatchObject([{ userId: ada.id, details: { org_id: orgId, email: 'ada@example.org' } }])
    expect((await new Browser(test).request(link)).statusCode).toBe(400)
  })

  it('finds whom it is for by the address, too', async () => {
    await admin.organizations.invite({ orgId }, formOf({ email: 'ADA@example.org', firstName: 'A.' }))
    expect(await list()).toMatchObject([{ email: 'ada@example.org', firstName: 'A.' }])
    await proceed(await mailedLink())
    expect(await isMember()).toBe(true)
  })

  it('can be taken back, and its link is worth nothing then', async () => {
    await invite()
    const [invitation] = await list()
    const invitationId = invitation?.id ?? ''
    expect(await admin.organizations.findInvitation({ orgId, invitationId })).toEqual(invitation)
    await admin.organizations.deleteInvitation({ orgId, invitationId })
    expect((await proceed(await mailedLink())).body).toContain('This invitation is not valid any more.')
    expect(await isMember()).toBe(false)
    await expect(admin.organizations.findInvitation({ orgId, invitationId })).rejects.toBeInstanceOf(NetworkError)
  })

  it('can be sent again under another id: only the newest link works', async () => {
    await invite()
    const first = await mailedLink()
    const [invitation] = await list()
    test.clock.advance(60_000)
    await signIn()
    await admin.organizations.resendInvitation({ orgId, invitationId: invitation?.id ?? '' })
    const [renewed, ...others] = await list()
    expect(others).toEqual([])
    expect(renewed?.id).not.toBe(invitation?.id)
    expect(renewed?.sentDate).toBe((invitation?.sentDate ?? 0) + 60)
    const second = await mailedLink()
    expect((await proceed(first)).body).toContain('not valid any more')
    expect(await isMember()).toBe(false)
    await proceed(second)
    expect(await isMember()).toBe(true)
  })

  it('ends, is listed as ended, and gives way to a new one', async () => {
    await invite()
    const link = await mailedLink()
    expect((await post('/members/invite-existing-user', { id: ada.id })).json()).toEqual({
      errorMessage: 'User already has a pending invitation',
    })
    test.clock.advance(43_200_000)
    await signIn()
    expect(await list({ status: 'PENDING' })).toEqual([])
    expect(await list({ status: 'EXPIRED' })).toMatchObject([{ email: 'ada@example.org', status: 'EXPIRED' }])
    expect((await new Browser(test).request(link)).statusCode).toBe(400)
    expect((await post('/members/invite-existing-user', { id: ada.id })).statusCode).toBe(204)
    expect(await list()).toMatchObject([{ status: 'PENDING' }])
  })

  it('does nothing where organizations are off, or for an organization that is', async () => {
    await invite()
    const link = await mailedLink()
    await admin.organizations.updateById({ id: orgId }, { name: 'Acme Inc', alias: 'acme', enabled: false })
    expect((await proceed(link)).body).toContain('not valid any more')
    await admin.organizations.updateById({ id: orgId }, { name: 'Acme Inc', alias: 'acme' })
    expect(await isMember()).toBe(false)
  })

  it('goes with the organization, and is found by what it says', async () => {
    const bob = await addUser(test, realm, { username: 'bob', email: 'bob@club.org', firstName: 'Bob' })
    await invite()
    await admin.organizations.inviteExistingUser({ orgId }, formOf({ id: bob.id }))
    const emails = async (query: object) => (await list(query)).map(({ email }: { email?: string }) => email)
    expect(await emails({})).toEqual(['ada@example.org', 'bob@club.org'])
    expect(await emails({ search: 'club' })).toEqual(['bob@club.org'])
    expect(await emails({ email: 'ADA@example.org' })).toEqual(['ada@example.org'])
    expect(await emails({ firstName: 'Bob' })).toEqual(['bob@club.org'])
    expect(await emails({ first: 1, max: 1 })).toEqual(['bob@club.org'])
    await admin.organizations.delById({ id: orgId })
    const rest = await test.server.storage.query
      .selectFrom('organization_invitation')
      .select('id')
      .where('realm_id', '=', realm.realm.id)
      .execute()
    expect(rest).toEqual([])
  })

  it.each<[string, string, Record<string, string>, number, object]>([
    ['no address', 'invite-user', {}, 400, { errorMessage: 'Email is required to invite a member' }],
    ['no mail address', 'invite-user', { email: 'ada' }, 400, { errorMessage: 'Invalid email format' }],
    [
      'two mail addresses',
      'invite-user',
      { email: 'a@b.org\r\nc@d.org' },
      400,
      { errorMessage: 'Invalid email format' },
    ],
    [
      'nobody of the realm',
      'invite-user',
      { email: 'new@example.org' },
      501,
      { errorMessage: 'Only users of the realm can be invited' },
    ],
    ['no id', 'invite-existing-user', {}, 400, { error: 'To invite a member you need to provide the user id' }],
    ['the id of nobody', 'invite-existing-user', { id: 'nobody' }, 400, { errorMessage: 'User does not exist' }],
  ])('is refused for %s', async (_, path, form, status, expected) => {
    const answer = await post(`/members/${path}`, form)
    expect([answer.statusCode, answer.json()]).toEqual([status, expected])
    expect(await list()).toEqual([])
  })

  it('is refused to members, to users without an address, and where there is no mail server', async () => {
    const silent = await admin.users.create({ username: 'silent', enabled: true })
    expect((await post('/members/invite-existing-user', { id: silent.id })).json()).toEqual({
      errorMessage: 'User does not have an email address',
    })
    await admin.organizations.addMember({ orgId, userId: ada.id })
    for (const answer of [
      await post('/members/invite-existing-user', { id: ada.id }),
      await post('/members/invite-user', { email: 'ada@example.org' }),
    ]) {
      expect([answer.statusCode, answer.json()]).toEqual([
        409,
        { errorMessage: 'User already a member of the organization' },
      ])
    }
    await admin.organizations.delMember({ orgId, userId: ada.id })
    await admin.realms.update({ realm: realm.realm.name }, { smtpServer: {} })
    const unsent = await post('/members/invite-existing-user', { id: ada.id })
    expect([unsent.statusCode, unsent.json()]).toEqual([500, { errorMessage: 'Failed to send invite email' }])
  })

  it('is the business of those who manage organizations, of this realm', async () => {
    await invite()
    const [invitation] = await list()
    const own = String((await admin.organizations.create({ name: 'own' })).id)
    const reader = await createAdministrator(test, realm, ['view-organizations', 'manage-users'])
    const other = await test.createRealm({ organizationsEnabled: true })
    const stranger = await createAdministrator(test, other, ['realm-admin'])
    const operations = [
      ['GET', '/invitations'],
      ['GET', `/invitations/${invitation?.id}`],
      ['POST', `/invitations/${invitation?.id}/resend`],
      ['DELETE', `/invitations/${invitation?.id}`],
      ['POST', '/members/invite-user'],
      ['POST', '/members/invite-existing-user'],
    ] as const
    for (const [method, path] of operations) {
      const ask = async (name: string, id: string, token: string) =>
        (await test.inject({ method, url: `/admin/realms/${name}/organizations/${id}${path}`, token })).statusCode
      expect(await ask(realm.realm.name, orgId, reader.token), path).toBe(403)
      expect(await ask(realm.realm.name, orgId, stranger.token), path).toBe(401)
      expect(await ask(other.realm.name, orgId, stranger.token), path).toBe(404)
      // Another organization of the same realm does not lead to the invitation either.
      if (path.includes(invitation?.id ?? '-')) {
        expect(await ask(realm.realm.name, own, await test.adminToken()), path).toBe(404)
      }
    }
    expect(await list()).toEqual([invitation])
  })
})
