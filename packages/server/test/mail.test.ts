import tls from 'node:tls'
import KeycloakAdminClient from '@keycloak/keycloak-admin-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { listJobs } from '../src/model/job/job.store.ts'
import type { RealmSnapshot } from '../src/model/realm/realm-snapshot.ts'
import { sealSmtpSecret } from '../src/model/realm/smtp-secret.ts'
import { type Mail, mailJobKind, queueMail } from '../src/spi/mail.ts'
import { makeCertificate } from './fixture/certificates.ts'
import { mailUser, openMailServer, type TestMailServer } from './fixture/mail-server.ts'
import { openReceiver } from './fixture/receiver.ts'
import { administrator, type TestServer, testServer } from './fixture/test-server.ts'

let test: TestServer
let mailServer: TestMailServer
beforeAll(async () => {
  test = await testServer({ outboundAllow: ['127.0.0.0/8', '::1/128'] })
  mailServer = await openMailServer()
})
afterEach(() => {
  mailServer.received.length = 0
  mailServer.refused.clear()
})
afterAll(async () => {
  await test.stop()
  await mailServer.close()
})

const realmWith = (smtpServer: Record<string, string>, settings = {}) => test.createRealm({ smtpServer, ...settings })

const link = 'https://id.example.org/realms/acme/login-actions/action-token?key=a.b.c&x=1'
function resetMail(realm: RealmSnapshot, more: Partial<Mail> = {}): Mail {
  return {
    realmId: realm.realm.id,
    to: { address: 'ann@example.org', name: 'Ann' },
    text: 'passwordReset',
    parameters: [link, 720, 'Acme', { minutes: 720 }],
    ...more,
  }
}

const queue = (mail: Mail) => test.server.storage.transact((tx) => queueMail(tx, test.server.secrets, mail))
async function send(mail: Mail) {
  await queue(mail)
  await test.running.runDueJobs()
}
const mailJobs = async (state: 'waiting' | 'dead' | 'done') =>
  (await listJobs(test.server.storage, state, { first: 0, max: 100 })).filter((job) => job.kind === mailJobKind)

describe('a mail', () => {
  it('goes out by the realm’s mail server, as text and as HTML', async () => {
    const realm = await realmWith(
      mailServer.settings({
        fromDisplayName: 'Acme “IT”',
        replyTo: 'help@example.org',
        replyToDisplayName: 'Help',
        envelopeFrom: 'bounces@example.org',
      }),
      { displayName: 'Acme & Sons' },
    )
    await send(resetMail(realm))
    const [received, ...others] = mailServer.received
    expect(others).toEqual([])
    expect(received).toMatchObject({ from: 'bounces@example.org', to: ['ann@example.org'], isEncrypted: false })
    expect(received?.mail).toMatchObject({
      from: { address: 'noreply@example.org', name: 'Acme “IT”' },
      replyTo: [{ address: 'help@example.org', name: 'Help' }],
      to: [{ address: 'ann@example.org', name: 'Ann' }],
      subject: 'Reset your password',
    })
    expect(received?.mail.text).toContain(link)
    expect(received?.mail.text).toContain('12 hours')
    expect(received?.mail.text).toContain('Acme & Sons')
    expect(received?.mail.html).toContain('<html lang="en" dir="ltr">')
    expect(received?.mail.html).toContain('href="https://id.example.org/realms/acme/login-actions/action-token?key=')
    expect(received?.mail.html).toContain('Acme &amp; Sons')
    expect(received?.mail.headers.find((header) => header.key === 'auto-submitted')?.value).toBe('auto-generated')
    expect(await mailJobs('waiting')).toEqual([])
  })

  it('speaks the language of its reader, where the realm does, in the realm’s own words', async () => {
    const realm = await realmWith(mailServer.settings(), {
      internationalizationEnabled: true,
      supportedLocales: ['en', 'de', 'fr'],
      defaultLocale: 'fr',
      localizationTexts: { de: { passwordResetSubject: 'Neues Passwort gefällig?' } },
    })
    await send(resetMail(realm, { to: { address: 'ann@example.org', locale: 'de' } }))
    await send(resetMail(realm, { to: { address: 'bob@example.org', locale: 'ja' } }))
    const [german, french] = mailServer.received.map(({ mail }) => mail)
    expect(german?.subject).toBe('Neues Passwort gefällig?')
    expect(german?.text).toContain('12 Stunden')
    expect(french?.subject).toBe('Réinitialisez votre mot de passe')
    expect(french?.html).toContain('lang="fr"')
  })

  it('lets nobody write headers or HTML: names, parameters and realm texts stay what they are', async () => {
    const realm = await realmWith(mailServer.settings(), {
      localizationTexts: {
        en: {
          passwordResetSubject: 'One\r\nBcc: everybody@example.org',
          passwordResetBodyHtml:
            '<p onclick="x()">{2}</p><script>alert(1)</script><a href="javascript:alert(1)">no</a><a href="{0}">yes</a><img src="https://evil.example/pixel">',
        },
      },
    })
    const to = { address: 'ann@example.org', name: 'Ann\r\nBcc: eve@example.org' }
    await send(resetMail(realm, { to, parameters: [link, 5, '<b>Bold</b>', { minutes: 5 }] }))
    const [received] = mailServer.received
    expect(received?.to).toEqual(['ann@example.org'])
    expect(received?.mail.bcc ?? []).toEqual([])
    expect(received?.mail.subject).toBe('One Bcc: everybody@example.org')
    const html = received?.mail.html ?? ''
    expect(html).toContain('&#60;b&#62;Bold&#60;/b&#62;')
    expect(html).not.toMatch(/onclick|<script|javascript:|<img|evil\.example/)
    expect(html).toMatch(/<a href="https:[^"]+"[^>]*>yes<\/a>/)
  })

  it.each([
    'ann@example.org\r\nRCPT TO:<eve@example.org>',
    'ann@example.org, eve@example.org',
    '"ann"@example.org',
    'ann@exa mple.org',
    'ann',
    '',
    'änn@example.org',
  ])('is not sent to %j, which is no address that the server can carry', async (address) => {
    const realm = await realmWith(mailServer.settings())
    const before = (await mailJobs('dead')).length
    await send(resetMail(realm, { to: { address } }))
    expect(mailServer.received).toEqual([])
    expect((await mailJobs('dead')).length).toBe(before + 1)
  })

  it('may have a local part beyond ASCII, where the realm says that its server can (RFC 6531)', async () => {
    const realm = await realmWith(mailServer.settings({ allowutf8: 'true' }))
    await send(resetMail(realm, { to: { address: 'änn@example.org' } }))
    expect(mailServer.received.map(({ to }) => to)).toEqual([['änn@example.org']])
  })
})

describe('a mail that cannot be sent', () => {
  it('is tried again, and comes with the same Message-ID', async () => {
    mailServer.refused.set('ann@example.org', 451)
    await send(resetMail(await realmWith(mailServer.settings())))
    expect(mailServer.received).toEqual([])
    const waiting = await mailJobs('waiting')
    const job = waiting.find(({ lastError }) => lastError?.includes('Refused'))
    expect(job?.attempts).toBe(1)
    mailServer.refused.clear()
    await test.clock.advance(5_000)
    await test.running.runDueJobs()
    expect(mailServer.received.map(({ mail }) => mail.messageId)).toEqual([`<${job?.id}@localhost>`])
  })

  it('is dead at once when there is no such mailbox', async () => {
    mailServer.refused.set('ann@example.org', 550)
    await send(resetMail(await realmWith(mailServer.settings())))
    expect((await mailJobs('dead')).map(({ lastError }) => lastError)).toContain(
      'JobAbandoned: The mail server knows no such mailbox',
    )
  })

  it('is not sent when what it says is out of date', async () => {
    const realm = await realmWith(mailServer.settings())
    await queue(resetMail(realm, { validUntil: test.clock.now() + 1_000 }))
    await test.clock.advance(1_000)
    await test.running.runDueJobs()
    expect(mailServer.received).toEqual([])
    expect((await mailJobs('dead')).some(({ lastError }) => lastError?.includes('out of date'))).toBe(true)
  })

  it('is not sent by a realm without a mail server', async () => {
    await send(resetMail(await test.createRealm()))
    expect((await mailJobs('dead')).some(({ lastError }) => lastError?.includes('no mail server'))).toBe(true)
  })

  it('can be read by nobody while it waits: its links open accounts', async () => {
    const realm = await realmWith(mailServer.settings())
    await queue(resetMail(realm))
    const [job] = await mailJobs('waiting')
    expect(job?.payload).toContain('sealed')
    expect(job?.payload).not.toMatch(/ann@example|action-token/)
    await test.running.runDueJobs()
  })

  it('is not sent at all when the transaction is rolled back', async () => {
    const realm = await realmWith(mailServer.settings())
    const undone = test.server.storage.transact(async (tx) => {
      await queueMail(tx, test.server.secrets, resetMail(realm))
      throw new Error('Something else went wrong')
    })
    await expect(undone).rejects.toThrow()
    await test.running.runDueJobs()
    expect(mailServer.received).toEqual([])
  })
})

describe('the mail server', () => {
  const seal = (realm: RealmSnapshot, name: string, plain: string) =>
    sealSmtpSecret(realm.realm.id, name, plain, test.server.secrets)

  async function realmThatSignsIn(more: Record<string, string>, name: string, secret: string) {
    const realm = await test.createRealm()
    const token = await test.adminToken()
    const smtpServer = { ...mailServer.settings({ auth: 'true', user: mailUser.user, ...more }), [name]: secret }
    const url = `/admin/realms/${realm.realm.name}`
    await test.inject({ method: 'PUT', url, token, payload: { smtpServer } })
    const changed = await test.server.realms.byId(realm.realm.id)
    if (!changed) throw new Error('The realm is gone')
    return { realm: changed, shown: (await test.inject({ url, token })).json()['smtpServer'] }
  }

  it('is signed in to by user and password, which is sealed and never shown', async () => {
    const { realm, shown } = await realmThatSignsIn({}, 'password', mailUser.password)
    expect(shown).toMatchObject({ user: mailUser.user, password: '**********' })
    expect(JSON.stringify(realm.realm.settings.smtpServer)).not.toContain(mailUser.password)
    await send(resetMail(realm))
    expect(mailServer.received.map(({ user }) => user)).toEqual([mailUser.user])
  })

  it('is signed in to by an access token (XOAUTH2), got by the client credentials grant', async () => {
    const issuer = await openReceiver()
    issuer.body = JSON.stringify({ access_token: mailUser.token, token_type: 'Bearer' })
    const token = {
      authType: 'token',
      authTokenUrl: `${issuer.url}/token`,
      authTokenScope: 'mail.send',
      authTokenClientId: 'ztrust',
    }
    const { realm, shown } = await realmThatSignsIn(token, 'authTokenClientSecret', 'client-secret')
    expect(shown).toMatchObject({ authTokenClientSecret: '**********' })
    await send(resetMail(realm))
    expect(Object.fromEntries(new URLSearchParams(issuer.received[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'ztrust',
      client_secret: 'client-secret',
      scope: 'mail.send',
    })
    expect(mailServer.received.map(({ user }) => user)).toEqual([mailUser.user])
    await issuer.close()
  })

  it('gets nothing from who cannot sign in', async () => {
    const realm = await test.createRealm()
    const smtpServer = mailServer.settings({
      auth: 'true',
      user: mailUser.user,
      password: seal(realm, 'password', 'no'),
    })
    const other = { ...realm, realm: { ...realm.realm, settings: { ...realm.realm.settings, smtpServer } } }
    await test.inject({
      method: 'PUT',
      url: `/admin/realms/${realm.realm.name}`,
      token: await test.adminToken(),
      payload: { smtpServer: { ...smtpServer, password: 'no' } },
    })
    await send(resetMail(other))
    expect(mailServer.received).toEqual([])
  })

  it.each([{ ssl: 'true' }, { starttls: 'true' }])(
    'is spoken to over TLS (%j), and only when its certificate is trusted',
    async (security) => {
      const now = Date.now()
      const certificate = await makeCertificate({
        subject: [['2.5.4.3', 'localhost']],
        isAuthority: true,
        hostNames: ['localhost'],
        validFrom: now - 86_400_000,
        validTo: now + 86_400_000,
      })
      const secure = await openMailServer({
        secure: 'ssl' in security,
        cert: certificate.pem,
        key: certificate.keyPem,
      })
      const realm = await realmWith(secure.settings({ ...security, host: 'localhost' }))
      await send(resetMail(realm))
      expect(secure.received).toEqual([])
      const trusted = tls.getCACertificates('default')
      tls.setDefaultCACertificates([...trusted, certificate.pem])
      await test.clock.advance(5_000)
      await test.running.runDueJobs()
      tls.setDefaultCACertificates(trusted)
      expect(secure.received.map(({ isEncrypted }) => isEncrypted)).toEqual([true])
      await secure.close()
    },
  )

  it('gets nothing in clear when STARTTLS is asked for and it says that it has none', async () => {
    await send(resetMail(await realmWith(mailServer.settings({ starttls: 'true' }))))
    expect(mailServer.received).toEqual([])
  })

  it('is not connected to at an address that the operator has not allowed', async () => {
    const strict = await testServer()
    const realm = await strict.createRealm({ smtpServer: mailServer.settings() })
    await strict.server.storage.transact((tx) => queueMail(tx, strict.server.secrets, resetMail(realm)))
    await strict.running.runDueJobs()
    const [job] = await listJobs(strict.server.storage, 'waiting', { first: 0, max: 10 })
    expect(job?.lastError).toContain('is at an address that is not public')
    expect(mailServer.received).toEqual([])
    await strict.stop()
  })
})

describe('the test of a mail server', () => {
  let admin: KeycloakAdminClient
  let name: string
  beforeAll(async () => {
    name = (await test.createRealm()).realm.name
    admin = new KeycloakAdminClient({ baseUrl: test.url, realmName: 'master' })
    await admin.auth({ grantType: 'password', clientId: 'admin-cli', ...administrator })
  })
  const failure = { response: { status: 500 }, responseData: { errorMessage: 'Failed to send email' } }

  it('fails for an administrator without an address', async () => {
    await expect(admin.realms.testSMTPConnection({ realm: name }, mailServer.settings())).rejects.toMatchObject(failure)
  })

  it('sends a mail to the administrator by the settings of the request', async () => {
    const [self] = await admin.users.find({ username: administrator.username })
    await admin.users.update({ id: self?.id ?? '' }, { email: 'admin@example.org' })
    await admin.realms.testSMTPConnection({ realm: name }, mailServer.settings())
    expect(mailServer.received.map(({ to, mail }) => [to, mail.subject])).toEqual([
      [['admin@example.org'], 'Test of the mail server'],
    ])
  })

  it('takes the stored password for the mask, and sends it to no other server', async () => {
    const settings = mailServer.settings({ auth: 'true', user: mailUser.user, password: mailUser.password })
    await admin.realms.update({ realm: name }, { smtpServer: settings })
    const masked = { ...settings, password: '**********' }
    await admin.realms.testSMTPConnection({ realm: name }, masked)
    expect(mailServer.received.map(({ user }) => user)).toEqual([mailUser.user])
    const seen: unknown[] = []
    const thief = await openMailServer({
      onAuth: ({ password }, _session, callback) => {
        seen.push(password)
        callback(null, { user: 'anybody' })
      },
    })
    await admin.realms
      .testSMTPConnection({ realm: name }, { ...masked, port: String(thief.port) })
      .catch(() => undefined)
    expect(seen).toEqual([])
    await thief.close()
  })

  it.each([
    ['a port where nobody listens', { port: '1' }],
    ['no host', { host: '' }],
    ['a port that is none', { port: 'x' }],
    ['no sender', { from: '' }],
    ['a sender with a line break', { from: 'a@example.org\r\nBcc: b@example.org' }],
  ])('fails with the same words for %s', async (_case, more) => {
    const settings = mailServer.settings(more)
    await expect(admin.realms.testSMTPConnection({ realm: name }, settings)).rejects.toMatchObject(failure)
    expect(mailServer.received).toEqual([])
  })

  it('is only for those who manage the realm', async () => {
    const answer = await test.inject({ method: 'POST', url: `/admin/realms/${name}/testSMTPConnection`, payload: {} })
    expect(answer.statusCode).toBe(401)
  })
})
