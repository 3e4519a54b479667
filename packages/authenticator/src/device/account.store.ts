import type { Account } from './account.ts'

const databaseName = 'ztrust-authenticator'
const storeName = 'accounts'

let opened: Promise<IDBDatabase> | undefined

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: 'id' })
    request.onsuccess = () => {
      const database = request.result
      // Another tab with a newer version must not wait for this one.
      database.onversionchange = () => {
        database.close()
        opened = undefined
      }
      resolve(database)
    }
    request.onerror = () => reject(request.error)
  })
  opened.catch(() => {
    opened = undefined
  })
  return opened
}

function finish<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const { transaction } = request
    request.onerror = () => reject(request.error)
    if (transaction === null) return reject(new Error('A request without a transaction'))
    // What is written counts when the transaction is complete, not before.
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error)
  })
}

async function accounts(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return (await open()).transaction(storeName, mode).objectStore(storeName)
}

/** All accounts of this phone, oldest first. */
export async function listAccounts(): Promise<readonly Account[]> {
  const found: readonly Account[] = await finish((await accounts('readonly')).getAll())
  return found.toSorted((one, other) => one.addedAt - other.addedAt)
}

export async function saveAccount(account: Account): Promise<void> {
  await finish((await accounts('readwrite')).put(account))
}

/** Changes an account that is still there; undefined when it was removed meanwhile. */
export async function changeAccount(id: string, change: Partial<Account>): Promise<Account | undefined> {
  const store = await accounts('readwrite')
  return new Promise((resolve, reject) => {
    const reading: IDBRequest<Account | undefined> = store.get(id)
    let changed: Account | undefined
    reading.onsuccess = () => {
      if (reading.result === undefined) return
      changed = { ...reading.result, ...change }
      store.put(changed)
    }
    store.transaction.oncomplete = () => resolve(changed)
    store.transaction.onabort = () => reject(store.transaction.error)
  })
}

/** Forgets an account and destroys its key. */
export async function deleteAccount(id: string): Promise<void> {
  await finish((await accounts('readwrite')).delete(id))
}
