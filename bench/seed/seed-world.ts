import { defaultHashPolicy, hashPassword } from '../../packages/server/src/crypto/password-hash.ts'
import { createSecretBox, type SecretBox } from '../../packages/server/src/crypto/secret-box.ts'
import { systemClock } from '../../packages/server/src/kernel/clock.ts'
import { systemIds } from '../../packages/server/src/kernel/ids.ts'
import { silentLog } from '../../packages/server/src/kernel/log.ts'
import { systemRandom } from '../../packages/server/src/kernel/random.ts'
import { createClient } from '../../packages/server/src/model/client/create-client.ts'
import { ensureServiceAccount } from '../../packages/server/src/model/client/enable-service-account.ts'
import { passwordCredential } from '../../packages/server/src/model/credential/password-credential.ts'
import { generateDefaultKeys } from '../../packages/server/src/model/key/generate-realm-key.ts'
import { createRealm, writeRealm } from '../../packages/server/src/model/realm/create-realm.ts'
import type { Realm } from '../../packages/server/src/model/realm/realm.ts'
import { modules } from '../../packages/server/src/modules.ts'
import type { Storage } from '../../packages/server/src/storage/db.ts'
import { migrations } from '../../packages/server/src/storage/migrations/migrations.ts'
import { openPostgres } from '../../packages/server/src/storage/open-postgres.ts'
import { openSqlite } from '../../packages/server/src/storage/open-sqlite.ts'
import { transact } from '../../packages/server/src/storage/transact.ts'
import { seedUsers } from './seed-users.ts'

/** The realms that are measured. What else there is only makes the database larger. */
export const realmNames = { rs256: 'bench', es256: 'bench-es256', rotating: 'bench-rotating' } as const
export const clientSecret = 'benchmark-secret-of-the-client'
export const redirectUri = 'https://app.example/callback'
export const userPassword = 'correct horse battery'
/** Users of the realms beside `rs256`. */
export const fewUsers = 100

export interface Seed {
  /** Realms beside the measured ones. */
  readonly moreRealms: number
  /** Users of the realm `rs256`. */
  readonly users: number
}

export interface Place {
  readonly data: string
  readonly databaseUrl?: string | undefined
  readonly encryptionKey: Buffer
}

export const moreRealmName = (index: number): string => `more-${index}`

/** Fills a database whose master realm exists already. */
export async function seedWorld(place: Place, seed: Seed): Promise<void> {
  const all = [...migrations, ...modules.flatMap((module) => module.migrations ?? [])]
  const options = { clock: systemClock, ids: systemIds, log: silentLog, migrations: all }
  const storage = place.databaseUrl
    ? await openPostgres(place.databaseUrl, { ...options, poolSize: 2 })
    : await openSqlite(place.data, options)
  try {
    const secrets = createSecretBox(place.encryptionKey)
    const environment = { random: systemRandom, secrets }
    const password = passwordCredential(await hashPassword(userPassword, defaultHashPolicy, systemRandom))
    const settings = { [realmNames.es256]: { defaultSignatureAlgorithm: 'ES256' } }
    for (const name of Object.values(realmNames)) {
      const realm = await createRealm(
        storage,
        {
          name,
          settings: {
            ...(name === realmNames.es256 ? settings[name] : {}),
            revokeRefreshToken: name === realmNames.rotating,
          },
        },
        environment,
      )
      await addClients(storage, realm, secrets)
      await seedUsers(storage, realm, name === realmNames.rs256 ? seed.users : fewUsers, password)
    }
    await seedRealms(storage, seed.moreRealms, secrets)
  } finally {
    await storage.close()
  }
}

/** Complete realms, all with the same keys: making 1,000 times two RSA keys would take minutes. */
async function seedRealms(storage: Storage, count: number, secrets: SecretBox): Promise<void> {
  if (count === 0) return
  const keys = await generateDefaultKeys('more', { clock: systemClock, random: systemRandom })
  for (let index = 0; index < count; index += 1) {
    await transact(storage, async (tx) => {
      const realm = await writeRealm(tx, { name: moreRealmName(index) }, keys, secrets)
      const client = await createClient(
        tx,
        realm,
        { clientId: 'service', secret: clientSecret, settings: { serviceAccountsEnabled: true } },
        secrets,
      )
      await ensureServiceAccount(tx, realm, client)
    })
  }
}

async function addClients(storage: Storage, realm: Realm, secrets: SecretBox): Promise<void> {
  await transact(storage, async (tx) => {
    const service = await createClient(
      tx,
      realm,
      { clientId: 'service', secret: clientSecret, settings: { serviceAccountsEnabled: true } },
      secrets,
    )
    await ensureServiceAccount(tx, realm, service)
    await createClient(
      tx,
      realm,
      { clientId: 'web', secret: clientSecret, settings: { redirectUris: [redirectUri], webOrigins: ['+'] } },
      secrets,
    )
  })
}
