import { getUserPhoto, removeAccountPhoto, uploadAccountPhoto } from '@ztrust/contract/account'
import { NotFound } from '../../kernel/error.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { deletePhoto, findPhoto, photoUrl, savePhoto } from '../../model/photo/photo.store.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { empty, json, type Reply } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { normalisePhoto } from './normalise-photo.ts'

export const photoEndpoints: readonly ImplementedEndpoint[] = [
  implement(uploadAccountPhoto, async ({ body }, context) => {
    const { server, realm, caller } = context
    const photo = await normalisePhoto(body)
    await transact(server.storage, async (tx) => {
      await savePhoto(tx, caller.user, photo)
      await recordChange(tx, context, 'set')
    })
    return json({ photoUrl: photoUrl(server.urls.realm(realm.realm.name), caller.user.id, photo.etag) })
  }),

  implement(removeAccountPhoto, async (_request, context) => {
    await transact(context.server.storage, async (tx) => {
      if (!(await deletePhoto(tx, context.caller.user))) throw new NotFound('photo')
      await recordChange(tx, context, 'removed')
    })
    return empty()
  }),

  implement(getUserPhoto, async ({ params, query }, { server, realm, request }) => {
    const photo = await findPhoto(server.storage, realm.realm.id, params.userId)
    if (!photo) throw new NotFound('photo')
    const etag = `"${photo.etag}"`
    const headers = {
      etag,
      // The address of this very photo never shows another one; the bare address is asked again.
      'cache-control': query.v === photo.etag ? 'public, max-age=31536000, immutable' : 'no-cache',
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': "default-src 'none'",
    }
    if (request.headers['if-none-match'] === etag) return empty(304, headers)
    const answer: Reply = { kind: 'bytes', status: 200, mediaType: photo.mediaType, body: photo.content, headers }
    return answer
  }),
]

async function recordChange(tx: Tx, { server, realm, caller, request }: CallerContext, change: string): Promise<void> {
  const { user, client, sessionId } = caller
  const event = { type: 'UPDATE_PROFILE', userId: user.id, clientId: client.client.clientId, sessionId, ip: request.ip }
  await recordEvent(tx, realm, { ...event, details: { context: 'ACCOUNT', photo: change } }, server)
}
