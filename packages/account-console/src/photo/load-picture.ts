import { photoLimit } from '@ztrust/contract/account'

/** Why a file cannot become a photo: codes that the server uses too. */
export type PhotoRefusal =
  | 'error-photo-type'
  | 'error-photo-broken'
  | 'error-photo-pixels'
  | 'error-photo-empty'
  | 'error-photo-size'

export class RefusedPhoto extends Error {
  readonly code: PhotoRefusal
  constructor(code: PhotoRefusal) {
    super(code)
    this.name = 'RefusedPhoto'
    this.code = code
  }
}

/** A picture that can be drawn. `release` gives its memory back. */
export interface Picture {
  readonly url: string
  readonly image: HTMLImageElement
  readonly release: () => void
}

/** What the server takes; offered to the file picker, while the content decides. */
export const photoTypes = 'image/png,image/jpeg,image/webp'
const pixelLimit = 50_000_000

/** Opens a file as the server would judge it, so that nobody crops what will be refused. Throws RefusedPhoto. */
export async function loadPicture(file: Blob): Promise<Picture> {
  if (file.size === 0) throw new RefusedPhoto('error-photo-empty')
  if (file.size > photoLimit) throw new RefusedPhoto('error-photo-size')
  const type = typeOf(new Uint8Array(await file.slice(0, 12).arrayBuffer()))
  if (type === undefined) throw new RefusedPhoto('error-photo-type')
  // The name of a file and the type the system guesses from it may be anything.
  const url = URL.createObjectURL(new Blob([file], { type }))
  const image = new Image()
  image.src = url
  try {
    await image.decode()
  } catch {
    URL.revokeObjectURL(url)
    throw new RefusedPhoto('error-photo-broken')
  }
  if (image.naturalWidth * image.naturalHeight > pixelLimit) {
    URL.revokeObjectURL(url)
    throw new RefusedPhoto('error-photo-pixels')
  }
  return { url, image, release: () => URL.revokeObjectURL(url) }
}

/** By the first bytes: PNG, JPEG, or RIFF with WEBP. */
function typeOf(bytes: Uint8Array): string | undefined {
  const starts = (signature: readonly number[], at = 0) => signature.every((byte, index) => bytes[at + index] === byte)
  if (starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (starts([0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8)) return 'image/webp'
  return undefined
}
