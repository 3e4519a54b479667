import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BareRealm, createBareRealm } from '../../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { createUser } from './create-user.ts'
import { countUsers, searchUsers } from './search-users.ts'

/** More than a search may find before it counts as common. */
const many = 1_200
let test: TestStorage
let realm: BareRealm
let other: BareRealm

beforeAll(async () => {
  test = await openTestStorage()
  realm = await createBareRealm(test.storage, 'many')
  other = await createBareRealm(test.storage, 'other')
  for (const { realm: owner } of [realm, other]) {
    await test.storage.transact(async (tx) => {
      const rows = Array.from({ length: many }, (_, index) => userRow(test, owner.id, index))
      for (let from = 0; from < many; from += 400) {
        await tx.query
          .insertInto('user_account')
          .values(rows.slice(from, from + 400))
          .execute()
      }
    })
  }
  await test.storage.transact(async (tx) => {
    await createUser(tx, realm, { username: 'zz-marvin', skipDefaults: true })
    await createUser(tx, realm, { username: 'paul', firstName: 'Paul', skipDefaults: true })
    await createUser(tx, realm, { username: 'service', firstName: 'Mach', serviceAccountClientId: realm.clientId })
  })
})
afterAll(() => test.close())

/** Usernames run against the order of first names. */
function userRow({ storage: { ids } }: TestStorage, realmId: string, index: number) {
  const username = `u${String(many - index).padStart(5, '0')}`
  return {
    ...{ id: ids.uuid(), realm_id: realmId, username, username_key: username, enabled: index % 2 },
    ...{ email: null, email_key: null, email_verified: 0, unique_email_key: null },
    ...{ first_name: `Maria ${index}`, first_name_key: `maria ${String(index).padStart(5, '0')}` },
    ...{ last_name: null, last_name_key: null, service_account_client_id: null, not_before: 0 },
    ...{ created_at: 0, updated_at: 0, last_login_at: null, last_login_ip: null },
    ...{ last_activity_at: null, password_changed_at: null },
  }
}

async function names(filter: Parameters<typeof searchUsers>[2], first: number, max: number): Promise<string[]> {
  const users = await searchUsers(test.storage, realm.realm.id, filter, { first, max })
  return users.map((user) => user.username)
}

describe('a search that very many fit', () => {
  it('gives them by username, whichever field fits, page after page', async () => {
    expect(await names({ search: 'ma' }, 0, 3)).toEqual(['u00001', 'u00002', 'u00003'])
    expect(await names({ search: 'MA*' }, many - 1, 5)).toEqual(['u01200'])
    expect(await names({ search: 'm' }, many - 1, 5)).toEqual(['u01200'])
    expect(await names({ search: 'u0' }, 10, 2)).toEqual(['u00011', 'u00012'])
  })

  it('keeps to the other conditions', async () => {
    expect(await names({ search: 'maria u00002' }, 0, 5)).toEqual(['u00002'])
    expect(await names({ search: 'ma', enabled: true }, 0, 2)).toEqual(['u00001', 'u00003'])
    expect(await names({ search: 'ma', username: '0119' }, 0, 3)).toEqual(['u00119', 'u01190', 'u01191'])
  })

  it('finds the few among the many', async () => {
    expect(await names({ search: 'paul' }, 0, 5)).toEqual(['paul'])
    expect(await names({ search: 'zz' }, 0, 5)).toEqual(['zz-marvin'])
  })

  it('is counted like a list, without service accounts and other realms', async () => {
    expect(await countUsers(test.storage, realm.realm.id, {})).toBe(many + 2)
    expect(await countUsers(test.storage, realm.realm.id, { search: ' ' })).toBe(many + 2)
    expect(await countUsers(test.storage, realm.realm.id, { includeServiceAccounts: true })).toBe(many + 3)
    expect(await countUsers(test.storage, realm.realm.id, { search: 'ma' })).toBe(many)
    expect(await countUsers(test.storage, realm.realm.id, { enabled: false })).toBe(many / 2)
    expect(await countUsers(test.storage, other.realm.id, {})).toBe(many)
  })
})

describe('a search whose very many matches stand far back', () => {
  const [before, matching] = [10_000, 1_100]
  let far: BareRealm

  beforeAll(async () => {
    far = await createBareRealm(test.storage, 'far')
    await test.storage.transact(async (tx) => {
      for (let from = 0; from < before + matching; from += 600) {
        const rows = Array.from({ length: Math.min(600, before + matching - from) }, (_, offset) => {
          const name = `a${String(from + offset).padStart(5, '0')}`
          const first = from + offset < before ? 'anna' : 'zoe'
          return {
            ...userRow(test, far.realm.id, from + offset),
            ...{ username: name, username_key: name, first_name: first, first_name_key: first },
          }
        })
        await tx.query.insertInto('user_account').values(rows).execute()
      }
    })
  }, 60_000)

  it('finds them all the same', async () => {
    const find = async (search: string, first: number) => {
      const users = await searchUsers(test.storage, far.realm.id, { search }, { first, max: 2 })
      return users.map(({ username }) => username)
    }
    expect(await find('zo', 0)).toEqual(['a10000', 'a10001'])
    expect(await find('zo', matching - 1)).toEqual(['a11099'])
    expect(await find('anna', 0)).toEqual(['a00000', 'a00001'])
    expect(await find('anna', before - 1)).toEqual(['a09999'])
    expect(await find('a', before - 1)).toEqual(['a09999', 'a10000'])
  })
})
