import type { Db, Tx } from '../../storage/db.ts'
import { hotStatement, hotWrite } from '../../storage/hot-statement.ts'
import type { Page } from '../../storage/page.ts'
import { toLoginFailure } from './login-failure.table.ts'
import type { LoginFailure } from './login-failure.ts'

export async function findLoginFailure(db: Db, realmId: string, userId: string): Promise<LoginFailure | undefined> {
  const [row] = await readOne(db, { realmId, userId })
  return row && toLoginFailure(row)
}

type Key = Readonly<Record<'realmId' | 'userId', string>>

const readOne = hotStatement((query, { realmId, userId }: Key) =>
  query.selectFrom('login_failure').selectAll().where('realm_id', '=', realmId).where('user_id', '=', userId),
)

/** Failures of a realm's users, the latest first. */
export async function listLoginFailures(db: Db, realmId: string, page: Page): Promise<readonly LoginFailure[]> {
  const rows = await db.query
    .selectFrom('login_failure')
    .selectAll()
    .where('realm_id', '=', realmId)
    .orderBy('last_failure_at', 'desc')
    .orderBy('user_id')
    .limit(page.max)
    .offset(page.first)
    .execute()
  return rows.map(toLoginFailure)
}

/** Forgets a user's failures: after a right password, or because an administrator says so. */
export async function clearLoginFailures(tx: Tx, realmId: string, userId: string): Promise<void> {
  await writeForgotten(tx, { realmId, userId })
}

const writeForgotten = hotWrite((query, { realmId, userId }: Key) =>
  query.deleteFrom('login_failure').where('realm_id', '=', realmId).where('user_id', '=', userId),
)

/** Forgets the failures of all users of a realm. */
export async function clearAllLoginFailures(tx: Tx, realmId: string): Promise<void> {
  await tx.query.deleteFrom('login_failure').where('realm_id', '=', realmId).execute()
}
