import { findPhotoTag, photoUrl } from '../../model/photo/photo.store.ts'
import type { TokenSource } from '../../spi/token-issue.ts'

/** Access and ID token are made from one source: the photo is looked for once. */
const pictures = new WeakMap<TokenSource, Promise<readonly string[]>>()

/** The address of the user's profile photo, for users whose attributes name no picture. None for service accounts. */
export function findPicture(source: TokenSource): Promise<readonly string[]> {
  const known = pictures.get(source)
  if (known) return known
  const found = readPicture(source)
  pictures.set(source, found)
  return found
}

async function readPicture({ server, realm: { realm }, user }: TokenSource): Promise<readonly string[]> {
  if (user.serviceAccountClientId !== undefined) return []
  const tag = await findPhotoTag(server.storage, realm.id, user.id)
  return tag === undefined ? [] : [photoUrl(server.urls.realm(realm.name), user.id, tag)]
}
