import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBareRealm } from '../../test/fixture/bare-realm.ts'
import { openTestStorage, type TestStorage } from '../../test/fixture/test-storage.ts'
import { hotStatement } from './hot-statement.ts'

let test: TestStorage

beforeEach(async () => {
  test = await openTestStorage()
  await createBareRealm(test.storage, 'first')
  await createBareRealm(test.storage, 'second')
})
afterEach(() => test.close())

interface ByName {
  readonly name: string
  readonly enabled: number
}

describe('a hot statement', () => {
  it('is built once and answers by the values of each call', async () => {
    let built = 0
    const read = hotStatement((query, { name, enabled }: ByName & Record<string, string | number>) => {
      built += 1
      return query
        .selectFrom('realm')
        .select('name')
        .where('enabled', '=', enabled)
        .where((eb) => eb.or([eb('name', '=', name), eb('id', '=', name)]))
        .where('name', '!=', 'nobody')
    })
    expect(await read(test.storage, { name: 'first', enabled: 1 })).toEqual([{ name: 'first' }])
    expect(await read(test.storage, { name: 'second', enabled: 1 })).toEqual([{ name: 'second' }])
    expect(await read(test.storage, { name: 'second', enabled: 0 })).toEqual([])
    expect(await read(test.storage, { name: "' or ''='", enabled: 1 })).toEqual([])
    expect(built).toBe(1)
  })

  it('sees what its transaction has written', async () => {
    const read = hotStatement((query, { name }: { readonly name: string }) =>
      query.selectFrom('realm').select('id').where('name', '=', name),
    )
    await test.storage.transact(async (tx) => {
      await tx.query.updateTable('realm').set({ name: 'third' }).where('name', '=', 'first').execute()
      expect(await read(tx, { name: 'third' })).toHaveLength(1)
    })
    expect(await read(test.storage, { name: 'first' })).toHaveLength(0)
  })

  it('refuses a value that it does not use, which would be a condition forgotten', async () => {
    const read = hotStatement((query, { name }: { readonly name: string; readonly realmId: string }) =>
      query.selectFrom('realm').select('id').where('name', '=', name),
    )
    await expect(read(test.storage, { name: 'first', realmId: 'r' })).rejects.toThrow('realmId')
  })
})
