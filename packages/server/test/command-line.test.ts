import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { type AdminApi, createAdminApi, readAccess } from '../src/cli/admin-api.ts'
import { createOutput } from '../src/cli/output.ts'
import { runCommand, UsageError } from '../src/cli/run-command.ts'
import { exportedPassword, readExportedRealm, readExportedUsers } from './fixture/keycloak-export.ts'
import { administrator, type TestServer, testServer } from './fixture/test-server.ts'

/** The commands of `npm run ztrust`, over real HTTP. */
let test: TestServer
let folder: string
let said: string[]
let api: AdminApi
const environment: Record<string, string> = {}

beforeAll(async () => {
  test = await testServer()
  folder = mkdtempSync(join(tmpdir(), 'ztrust-cli-'))
  const signIn = { ZTRUST_CLI_USER: administrator.username, ZTRUST_CLI_PASSWORD: administrator.password }
  api = createAdminApi(readAccess({ ZTRUST_CLI_URL: test.url, ...signIn }), test.clock)
})
beforeEach(() => {
  said = []
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await test.stop()
})

function run(...args: string[]): Promise<number> {
  // Time stands still: who waits has the jobs done meanwhile.
  const clock = { ...test.clock, delay: () => test.running.runDueJobs() }
  return runCommand({ api, clock, output: createOutput((text) => said.push(text), false), environment, folder }, args)
}

const write = (name: string, content: unknown) => {
  const text = name.endsWith('.yaml') ? stringify(content) : JSON.stringify(content)
  writeFileSync(join(folder, name), typeof content === 'string' ? content : text)
}
const output = () => said.join('')

async function signIn(realm: string, username: string, password: string): Promise<number> {
  const form = { grant_type: 'password', client_id: 'shop', client_secret: 'shop-secret', username, password }
  const url = `/realms/${realm}/protocol/openid-connect/token`
  return (await test.inject({ method: 'POST', url, form })).statusCode
}

describe('import and export', () => {
  it('bring in what Keycloak exported, a folder with files of users', async () => {
    const [first, second] = [readExportedUsers().slice(0, 3), readExportedUsers().slice(3)]
    const name = 'adminrealmio'
    const into = join(folder, 'keycloak')
    mkdirSync(into)
    write(`keycloak/${name}-realm.json`, readExportedRealm())
    write(`keycloak/${name}-users-0.json`, JSON.stringify({ realm: name, users: first }, null, 2))
    write(`keycloak/${name}-users-1.json`, JSON.stringify({ realm: name, users: second }))
    expect(await run('import', 'keycloak')).toBe(0)
    expect(output()).toContain('+ adminrealmio with 6 users')
    expect(await signIn(name, 'user3', exportedPassword(3))).toBe(200)
  })

  it('write a folder and a file, from which the same realm comes again', async () => {
    expect(await run('export', 'adminrealmio', '--dir', 'out', '--users-per-file', '4')).toBe(0)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([
      'adminrealmio-realm.json',
      'adminrealmio-users-0.json',
      'adminrealmio-users-1.json',
    ])
    expect(await run('export', 'adminrealmio', '--file', 'whole.json')).toBe(0)
    const whole = JSON.parse(readFileSync(join(folder, 'whole.json'), 'utf8'))
    expect(whole.users).toHaveLength(6)
    await api.call('DELETE', '/adminrealmio')
    expect(await run('import', 'out')).toBe(0)
    expect(await run('export', 'adminrealmio', '--file', 'again.json')).toBe(0)
    expect(JSON.parse(readFileSync(join(folder, 'again.json'), 'utf8'))).toEqual(whole)
    expect(await signIn('adminrealmio', 'user4', exportedPassword(4))).toBe(200)
  })

  it('leave no realm behind whose users could not all be made', async () => {
    write('half.json', { realm: 'half', enabled: true, users: [{ username: 'same' }, { username: 'same' }] })
    expect(await run('import', 'half.json')).toBe(1)
    expect(output()).toContain('row 2 (same): User exists with same username')
    expect(await api.find('/half')).toBeUndefined()
    write('twice.json', { realm: 'adminrealmio' })
    await expect(run('import', 'twice.json')).rejects.toThrow('Realm adminrealmio already exists')
    expect(await api.find('/adminrealmio')).toBeDefined()
  })

  it('make users of lines, and tell which were refused', async () => {
    await test.createRealm({}, 'bulk')
    const person = (index: number) => ({
      username: `person-${index}`,
      email: `person-${index}@example.org`,
      firstName: 'P',
      lastName: 'Q',
      enabled: true,
    })
    const rows = Array.from({ length: 230 }, (_, index) => JSON.stringify(person(index)))
    write('people.ndjson', [...rows, JSON.stringify(person(0))].join('\n'))
    expect(await run('import-users', 'people.ndjson', '--realm', 'bulk')).toBe(1)
    expect(output()).toContain('row 231 (person-0): User exists with same email')
    expect(output()).toContain('230 users made, 1 refused.')
    expect(await api.call('GET', '/bulk/users/count')).toBe(230)
  })
})

describe('plan and apply', () => {
  const file = {
    realm: 'shop',
    displayName: '${SHOP_NAME:The shop}',
    enabled: true,
    accessTokenLifespan: 300,
    attributes: { colour: 'red' },
    roles: {
      realm: [{ name: 'clerk', description: 'Sells', composites: { realm: ['reader'] } }, { name: 'reader' }],
      client: { till: [{ name: 'open' }] },
    },
    clients: [
      {
        clientId: 'till',
        secret: '${TILL_SECRET}',
        redirectUris: ['https://till.example.org/*', 'https://other.example.org/*'],
        protocolMappers: [
          {
            name: 'floor',
            protocol: 'openid-connect',
            protocolMapper: 'oidc-hardcoded-claim-mapper',
            config: { 'claim.name': 'floor', 'claim.value': '1' },
          },
        ],
      },
    ],
    groups: [{ name: 'north', realmRoles: ['clerk'], subGroups: [{ name: 'far', attributes: { a: ['1'] } }] }],
    defaultGroups: ['/north'],
    requiredActions: [{ alias: 'TERMS_AND_CONDITIONS', enabled: true }],
    users: [{ username: 'clara', enabled: true, realmRoles: ['clerk'] }],
  }

  it('name every variable that is missing', async () => {
    write('shop.yaml', file)
    await expect(run('plan', 'shop.yaml')).rejects.toThrow('Not set in the environment: TILL_SECRET')
    environment['TILL_SECRET'] = 'till-secret-of-the-environment'
  })

  it('make the realm, and then have nothing to change, twice', async () => {
    expect(await run('plan', 'shop.yaml')).toBe(2)
    expect(output()).toContain('+ the realm, with everything in its file')
    expect(await api.find('/shop')).toBeUndefined()
    expect(await run('apply', 'shop.yaml')).toBe(0)
    expect(await api.find('/shop')).toMatchObject({ displayName: 'The shop', enabled: true })
    for (let again = 0; again < 2; again += 1) {
      said = []
      expect(await run('plan', 'shop.yaml')).toBe(0)
      expect(await run('apply', 'shop.yaml')).toBe(0)
      expect(output()).toContain('Nothing to change.')
    }
  })

  it('show each change, make it and nothing else', async () => {
    await api.call('PUT', '/shop', { ssoSessionIdleTimeout: 900 })
    environment['TILL_SECRET'] = 'another-till-secret'
    environment['SHOP_NAME'] = 'Corner shop'
    const till = { ...file.clients[0], redirectUris: ['https://till.example.org/*'] }
    const changed = {
      ...file,
      accessTokenLifespan: 600,
      clients: [till, { clientId: 'kiosk', publicClient: true }],
      roles: { ...file.roles, realm: [{ name: 'clerk', description: 'Sells', composites: {} }, { name: 'reader' }] },
      groups: [{ name: 'north', realmRoles: ['reader'], subGroups: [{ name: 'far', attributes: { a: ['2'] } }] }],
      identityProviders: [
        {
          alias: 'corp',
          providerId: 'oidc',
          config: { clientId: 'a', authorizationUrl: 'https://a.example/a', tokenUrl: 'https://a.example/t' },
        },
      ],
      localizationTexts: { en: { loginAccountTitle: 'Corner' } },
      users: [...file.users, { username: 'carl', enabled: true }],
    }
    write('shop.yaml', changed)
    expect(await run('plan', 'shop.yaml')).toBe(2)
    const shown = output()
    for (const line of [
      '~ displayName: "The shop" → "Corner shop"',
      '~ accessTokenLifespan: 300 → 600',
      '~ clients/till',
      'secret: another secret',
      '+ clients/kiosk',
      '~ roles/realm/clerk',
      '~ groups/north',
      '+ identityProviders/corp',
      '+ users/carl',
    ]) {
      expect(shown).toContain(line)
    }
    expect(shown).not.toContain('till-secret')
    expect(shown).not.toContain('requiredActions')
    expect(await api.find('/shop')).toMatchObject({ accessTokenLifespan: 300 })
    expect(await run('apply', 'shop.yaml')).toBe(0)
    expect(await api.find('/shop')).toMatchObject({
      accessTokenLifespan: 600,
      displayName: 'Corner shop',
      ssoSessionIdleTimeout: 900,
      attributes: { colour: 'red' },
    })
    said = []
    expect(await run('plan', 'shop.yaml')).toBe(0)
    expect(await run('apply', 'shop.yaml')).toBe(0)
    expect(output()).toContain('Nothing to change.')
  })

  it('find nothing to change in what they exported, nor in what Keycloak did', async () => {
    expect(await run('export', 'shop', '--file', 'shop-export.yaml')).toBe(0)
    expect(await run('plan', 'shop-export.yaml')).toBe(0)
    write('keycloak.json', readExportedRealm())
    const code = await run('plan', 'keycloak.json')
    expect([code, output()]).toEqual([0, expect.stringContaining('Nothing to change.')])
  })

  it('ask to be understood', async () => {
    await expect(run('plan')).rejects.toThrow(UsageError)
    await expect(run('explode', 'shop')).rejects.toThrow(UsageError)
    await expect(run('plan', 'shop.yaml', '--loud')).rejects.toThrow(UsageError)
    await expect(run('plan', 'nowhere.json')).rejects.toThrow('There is no file')
    expect(() => readAccess({})).toThrow('ZTRUST_CLI_USER')
  })
})
