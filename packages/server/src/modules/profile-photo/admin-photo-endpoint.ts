import { getPhotoOfUser, removePhotoOfUser, setPhotoOfUser } from '@ztrust/contract/admin/user-photo'
import { NotFound } from '../../kernel/error.ts'
import { recordAdminEvent } from '../../model/event/record-event.ts'
import { deletePhoto, findPhoto, photoUrl, savePhoto } from '../../model/photo/photo.store.ts'
import { findUserById } from '../../model/user/user.store.ts'
import type { User } from '../../model/user/user.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { empty, json, type Reply } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { normalisePhoto } from './normalise-photo.ts'

export const adminPhotoEndpoints: readonly ImplementedEndpoint[] = [
  implement(getPhotoOfUser, async ({ params }, context) => {
    const user = await requireUser(context, params.userId)
    const photo = await findPhoto(context.server.storage, user.realmId, user.id)
    if (!photo) throw new NotFound('photo')
    const headers = { etag: `"${photo.etag}"`, 'cache-control': 'no-cache' }
    const answer: Reply = { kind: 'bytes', status: 200, mediaType: photo.mediaType, body: photo.content, headers }
    return answer
  }),

  implement(setPhotoOfUser, async ({ params, body }, context) => {
    const { server, realm } = context
    const user = await requireUser(context, params.userId)
    const photo = await normalisePhoto(body)
    await transact(server.storage, async (tx) => {
      await savePhoto(tx, user, photo)
      await record(tx, context, user, 'UPDATE')
    })
    return json({ photoUrl: photoUrl(server.urls.realm(realm.realm.name), user.id, photo.etag) })
  }),

  implement(removePhotoOfUser, async ({ params }, context) => {
    const user = await requireUser(context, params.userId)
    await transact(context.server.storage, async (tx) => {
      if (!(await deletePhoto(tx, user))) throw new NotFound('photo')
      await record(tx, context, user, 'DELETE')
    })
    return empty()
  }),
]

async function requireUser({ server, realm }: CallerContext, id: string): Promise<User> {
  const user = await findUserById(server.storage, realm.realm.id, id)
  if (!user) throw new NotFound('user', 'User not found')
  return user
}

async function record(tx: Tx, context: CallerContext, user: User, operation: 'UPDATE' | 'DELETE'): Promise<void> {
  const { server, realm, caller, request } = context
  await recordAdminEvent(
    tx,
    realm,
    {
      operation,
      resourceType: 'USER',
      resourcePath: `ztrust/users/${user.id}/photo`,
      authRealmId: caller.realm.realm.id,
      authClientId: caller.client.client.id,
      authUserId: caller.user.id,
      authSessionId: caller.sessionId,
      ip: request.ip,
    },
    server,
  )
}
