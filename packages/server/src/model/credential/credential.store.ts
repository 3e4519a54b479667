import type { Db, ReadQuery } from '../../storage/db.ts'
import { hotStatement } from '../../storage/hot-statement.ts'
import { isUsable, toCredential } from './credential.table.ts'
import type { Credential, CredentialType } from './credential.ts'

/** A user's credentials in the user's order; former passwords are not among them. */
export async function listCredentials(
  db: Db,
  realmId: string,
  userId: string,
  type?: CredentialType,
): Promise<readonly Credential[]> {
  const owner = { realmId, userId }
  const rows = await (type === undefined ? readAll(db, owner) : readOfType(db, { ...owner, type }))
  return rows.filter(isUsable).map(toCredential)
}

type Owner = Readonly<Record<'realmId' | 'userId', string>>

const readAll = hotStatement(selectOwned)
const readOfType = hotStatement((query, { type, ...owner }: Owner & { readonly type: CredentialType }) =>
  selectOwned(query, owner).where('type', '=', type),
)

function selectOwned(query: ReadQuery, { realmId, userId }: Owner) {
  return query
    .selectFrom('credential')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .orderBy('priority')
    .orderBy('created_at')
    .orderBy('id')
}

export async function findCredential(
  db: Db,
  realmId: string,
  userId: string,
  id: string,
): Promise<Credential | undefined> {
  const row = await db.query
    .selectFrom('credential')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && isUsable(row) ? toCredential(row) : undefined
}
