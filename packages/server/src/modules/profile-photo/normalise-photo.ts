import { createHash } from 'node:crypto'
import { InvalidInput, Overloaded } from '../../kernel/error.ts'
import type { Photo } from '../../model/photo/photo.store.ts'

const accepted = new Set(['image/png', 'image/jpeg', 'image/webp'])
const pixelLimit = 50_000_000
const side = 512
/** A decoded photo of 50 megapixels takes 200 MB: so few at once, and so many waiting. */
const lanes = 2
const queueLimit = 20

let running = 0
const waiting: (() => void)[] = []

/**
 * Makes of whatever was sent the photo that is kept: upright, square, small, without metadata. Throws InvalidInput with
 * a message key (`error-photo-*`) for what is no photo, Overloaded when too many wait.
 */
export async function normalisePhoto(sent: Uint8Array): Promise<Omit<Photo, 'updatedAt'>> {
  if (sent.length === 0) throw new InvalidInput('photo', 'error-photo-empty')
  // Loaded with the first photo: together they take 10 MB, and most servers start without one.
  const { fileTypeFromBuffer } = await import('file-type')
  const type = await fileTypeFromBuffer(sent)
  if (!type || !accepted.has(type.mime)) throw new InvalidInput('photo', 'error-photo-type')
  return inLane(() => encode(sent))
}

async function encode(sent: Uint8Array): Promise<Omit<Photo, 'updatedAt'>> {
  const { default: sharp } = await import('sharp')
  // Read from the header alone, before any pixel is decoded: a bomb is refused for what it claims to be.
  const { width, height } = await sharp(sent, { limitInputPixels: false })
    .metadata()
    .catch((cause) => Promise.reject(new InvalidInput('photo', 'error-photo-broken', [], cause)))
  if (width * height > pixelLimit) throw new InvalidInput('photo', 'error-photo-pixels', [pixelLimit / 1_000_000])
  try {
    const content = await sharp(sent, { limitInputPixels: pixelLimit, failOn: 'error', pages: 1 })
      .rotate()
      .resize(side, side, { fit: 'cover' })
      .webp({ quality: 86 })
      .toBuffer()
    return {
      mediaType: 'image/webp',
      content,
      etag: createHash('sha256').update(content).digest('base64url').slice(0, 22),
    }
  } catch (cause) {
    throw new InvalidInput('photo', 'error-photo-broken', [], cause)
  }
}

async function inLane<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= lanes) {
    if (waiting.length >= queueLimit) throw new Overloaded('photos', 5)
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running += 1
  }
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
