import type { StoredPassword } from '../../crypto/password-hash.ts'
import { fromJson, toJson } from '../../storage/columns.ts'
import type { Db, Tx } from '../../storage/db.ts'
import type { Realm } from '../realm/realm.ts'
import type { Credential } from './credential.ts'
import { toStoredPassword } from './password-credential.ts'
import { parsePasswordPolicy } from './password-policy.ts'

const dayMilliseconds = 86_400_000

export interface FormerPassword {
  readonly stored: StoredPassword
  /** When it was set. */
  readonly createdAt: number
}

/** Former passwords of a user, the last one first. The current one is not among them. */
export async function listPasswordHistory(db: Db, realmId: string, userId: string): Promise<readonly FormerPassword[]> {
  const rows = await selectHistory(db, realmId, userId)
  return rows.flatMap((row) => {
    const stored = toStoredPassword({
      credentialData: toJson<Credential['credentialData']>(row.credential_data),
      secretData: toJson<Credential['secretData']>(row.secret_data),
    })
    return stored ? [{ stored, createdAt: row.created_at }] : []
  })
}

/** Puts a password that is about to be replaced into the history, and drops what the policy needs no more. */
export async function keepInHistory(tx: Tx, realm: Realm, former: Credential): Promise<void> {
  const { count, oldestNeeded } = readNeeds(tx, realm)
  if (count > 0 || oldestNeeded !== undefined) {
    await tx.query
      .insertInto('credential')
      .values({
        id: tx.ids.uuid(),
        realm_id: former.realmId,
        user_id: former.userId,
        type: 'password-history',
        label: null,
        credential_data: fromJson(former.credentialData),
        secret_data: fromJson(former.secretData),
        priority: 0,
        created_at: former.createdAt,
      })
      .execute()
  }
  const rows = await selectHistory(tx, former.realmId, former.userId)
  const unneeded = rows.filter(
    (row, index) => index >= count && (oldestNeeded === undefined || row.created_at < oldestNeeded),
  )
  if (unneeded.length === 0) return
  await tx.query
    .deleteFrom('credential')
    .where('realm_id', '=', former.realmId)
    .where(
      'id',
      'in',
      unneeded.map((row) => row.id),
    )
    .execute()
}

/** `passwordHistory(3)` compares with the current and two former ones; `passwordAge(30)` with those of 30 days. */
function readNeeds(tx: Tx, realm: Realm): { count: number; oldestNeeded: number | undefined } {
  const entries = parsePasswordPolicy(realm.settings.passwordPolicy)
  const history = entries.find((entry) => entry.id === 'passwordHistory')
  const age = entries.find((entry) => entry.id === 'passwordAge')
  return {
    count: history ? Math.max(0, toNumber(history.value, 3) - 1) : 0,
    oldestNeeded: age ? tx.clock.now() - toNumber(age.value, 30) * dayMilliseconds : undefined,
  }
}

function toNumber(text: string | undefined, fallback: number): number {
  const value = Number(text ?? fallback)
  return Number.isInteger(value) && value >= 0 ? value : fallback
}

function selectHistory(db: Db, realmId: string, userId: string) {
  return db.query
    .selectFrom('credential')
    .select(['id', 'credential_data', 'secret_data', 'created_at'])
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('type', '=', 'password-history')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}
