import { sha256 } from '../../kernel/random.ts'
import { fromJson, toJson } from '../../storage/columns.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { hotStatement, hotWrite } from '../../storage/hot-statement.ts'
import type { SingleUseRow } from './single-use.table.ts'

/** What a key was found to stand for. */
export interface SingleUse<Payload> {
  /** True: somebody used it before. The payload then tells what has to be revoked. */
  readonly isUsed: boolean
  readonly payload: Payload
}

/**
 * Keeps something that may be used once: a code, a request, the `jti` of an assertion. `kind` is the feature's name
 * space (`oidc-code`): a key of one kind opens no other (CVE-2026-4282). `expiresAt` is epoch milliseconds. False when
 * the key is there already, so that of several who bring the same `jti` exactly one gets true.
 */
export async function putSingleUse(
  tx: Tx,
  realmId: string,
  kind: string,
  key: string,
  payload: unknown,
  expiresAt: number,
): Promise<boolean> {
  const { count } = await writeSingleUse(tx, {
    realmId,
    kind,
    keyHash: sha256(key),
    payload: fromJson(payload ?? null),
    expiresAt,
    now: tx.clock.now(),
  })
  return count > 0
}

type Key = Readonly<Record<'realmId' | 'kind' | 'keyHash', string>> & { readonly now: number }
type NewRow = Key & { readonly payload: string; readonly expiresAt: number }

const writeSingleUse = hotWrite((query, { realmId, kind, keyHash, payload, expiresAt, now }: NewRow) => {
  const fresh: Omit<SingleUseRow, 'realm_id' | 'kind' | 'key_hash'> = { payload, used_at: null, expires_at: expiresAt }
  return query
    .insertInto('single_use')
    .values({ realm_id: realmId, kind, key_hash: keyHash, ...fresh })
    .onConflict((conflict) =>
      conflict.columns(['realm_id', 'kind', 'key_hash']).doUpdateSet(fresh).where('single_use.expires_at', '<=', now),
    )
})

/**
 * Uses it. Undefined when there is none or it has expired; `isUsed` when it was used before. Among simultaneous callers
 * exactly one gets `isUsed: false`. The caller names the type that was put.
 */
export async function takeSingleUse<Payload>(
  tx: Tx,
  realmId: string,
  kind: string,
  key: string,
): Promise<SingleUse<Payload> | undefined> {
  const { rows } = await writeUse(tx, { realmId, kind, keyHash: sha256(key), now: tx.clock.now() })
  const [taken] = rows
  if (taken) return { isUsed: false, payload: toJson<Payload>(taken.payload) }
  const found = await findSingleUse<Payload>(tx, realmId, kind, key)
  // An unused one that the statement above did not take has expired between two looks at the clock.
  return found?.isUsed ? found : undefined
}

const writeUse = hotWrite((query, { realmId, kind, keyHash, now }: Key) =>
  query
    .updateTable('single_use')
    .set({ used_at: now })
    .where('realm_id', '=', realmId)
    .where('kind', '=', kind)
    .where('key_hash', '=', keyHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('payload'),
)

/** Looks without using. Undefined when there is none or it has expired. */
export async function findSingleUse<Payload>(
  db: Db,
  realmId: string,
  kind: string,
  key: string,
): Promise<SingleUse<Payload> | undefined> {
  const [row] = await readSingleUse(db, { realmId, kind, keyHash: sha256(key), now: db.clock.now() })
  return row && { isUsed: row.used_at !== null, payload: toJson<Payload>(row.payload) }
}

const readSingleUse = hotStatement((query, { realmId, kind, keyHash, now }: Key) =>
  query
    .selectFrom('single_use')
    .select(['payload', 'used_at'])
    .where('realm_id', '=', realmId)
    .where('kind', '=', kind)
    .where('key_hash', '=', keyHash)
    .where('expires_at', '>', now),
)

/** Replaces the payload of one that is not used yet; false when it is, or there is none. */
export async function updateSingleUse(
  tx: Tx,
  realmId: string,
  kind: string,
  key: string,
  payload: unknown,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.query
    .updateTable('single_use')
    .set({ payload: fromJson(payload ?? null) })
    .where('realm_id', '=', realmId)
    .where('kind', '=', kind)
    .where('key_hash', '=', sha256(key))
    .where('used_at', 'is', null)
    .where('expires_at', '>', tx.clock.now())
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Removes expired ones of all realms, used or not, at most `limit` of them; how many there were. */
export async function deleteExpiredSingleUses(tx: Tx, limit = 1000): Promise<number> {
  const expired = await tx.query
    .selectFrom('single_use')
    .select(['realm_id', 'kind', 'key_hash'])
    .where('expires_at', '<=', tx.clock.now())
    .limit(limit)
    .execute()
  for (const { realm_id, kind, key_hash } of expired) {
    await tx.query
      .deleteFrom('single_use')
      .where('realm_id', '=', realm_id)
      .where('kind', '=', kind)
      .where('key_hash', '=', key_hash)
      .where('expires_at', '<=', tx.clock.now())
      .execute()
  }
  return expired.length
}
