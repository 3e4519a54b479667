import type { Db, Tx } from '../../storage/db.ts'
import { hotStatement } from '../../storage/hot-statement.ts'

/** A profile photo as it is served: square, without metadata. */
export interface Photo {
  readonly mediaType: string
  readonly content: Buffer
  /** Hash of the content, without quotes. */
  readonly etag: string
  readonly updatedAt: number
}

interface UserPhotoRow {
  readonly user_id: string
  readonly realm_id: string
  readonly media_type: string
  readonly content: Buffer
  readonly etag: string
  readonly updated_at: number
}

declare module '../../storage/schema.ts' {
  interface Schema {
    user_photo: UserPhotoRow
  }
}

export async function findPhoto(db: Db, realmId: string, userId: string): Promise<Photo | undefined> {
  const row = await db.query
    .selectFrom('user_photo')
    .selectAll()
    .where('user_id', '=', userId)
    .where('realm_id', '=', realmId)
    .executeTakeFirst()
  return row && { mediaType: row.media_type, content: row.content, etag: row.etag, updatedAt: row.updated_at }
}

/** The hash that addresses of the photo carry, without reading the photo; undefined when there is none. */
export async function findPhotoTag(db: Db, realmId: string, userId: string): Promise<string | undefined> {
  const [row] = await readPhotoTag(db, { realmId, userId })
  return row?.etag
}

const readPhotoTag = hotStatement((query, { realmId, userId }: { readonly realmId: string; readonly userId: string }) =>
  query.selectFrom('user_photo').select('etag').where('user_id', '=', userId).where('realm_id', '=', realmId),
)

/** Stores the photo in place of the one before. */
export async function savePhoto(
  tx: Tx,
  user: { readonly id: string; readonly realmId: string },
  photo: Omit<Photo, 'updatedAt'>,
): Promise<void> {
  const columns = {
    media_type: photo.mediaType,
    content: photo.content,
    etag: photo.etag,
    updated_at: tx.clock.now(),
  }
  tx.userChanged(user.id)
  await tx.query
    .insertInto('user_photo')
    .values({ user_id: user.id, realm_id: user.realmId, ...columns })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(columns))
    .execute()
}

/** False when there was none. */
export async function deletePhoto(tx: Tx, user: { readonly id: string; readonly realmId: string }): Promise<boolean> {
  tx.userChanged(user.id)
  const { numDeletedRows } = await tx.query
    .deleteFrom('user_photo')
    .where('user_id', '=', user.id)
    .where('realm_id', '=', user.realmId)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Public address of a photo: `{realm}/users/{id}/photo?v={hash}`, another one for every photo. */
export function photoUrl(realmUrl: string, userId: string, etag: string): string {
  return `${realmUrl}/users/${userId}/photo?v=${etag}`
}
