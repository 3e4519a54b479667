import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addClient, addUser, endpointOf, password } from './fixture/oidc-application.ts'
import { type TestServer, testServer } from './fixture/test-server.ts'

describe('the profile photo', () => {
  let server: TestServer
  let token: string

  beforeAll(async () => {
    server = await testServer()
    const realm = await server.createRealm({}, 'photos')
    await addClient(server, realm, 'phone', { publicClient: true, directAccessGrantsEnabled: true })
    await addUser(server, realm)
    const form = { grant_type: 'password', client_id: 'phone', username: 'ada', password }
    const answer = await server.inject({ method: 'POST', url: endpointOf(realm, 'token'), form })
    token = String(answer.json()['access_token'])
  })
  afterAll(() => server.stop())

  const url = '/realms/photos/account/ztrust/photo'
  const upload = (payload: Buffer, headers: Record<string, string> = { 'content-type': 'image/png' }) =>
    server.inject({ method: 'PUT', url, token, payload, headers })

  const picture = (width = 900, height = 600) =>
    sharp({ create: { width, height, channels: 3, background: { r: 30, g: 90, b: 200 } } })

  it('is stored upright, square, small and without metadata, and served with an ETag', async () => {
    // Left half red, right half blue, turned by EXIF: upright, red must be on top.
    const left = await sharp({ create: { width: 300, height: 600, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const turned = await sharp({ create: { width: 600, height: 600, channels: 3, background: 'blue' } })
      .composite([{ input: left, left: 0, top: 0 }])
      .withExif({ IFD0: { Copyright: 'somebody', Model: 'Phone 12' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const answer = await upload(turned, { 'content-type': 'image/jpeg' })
    expect(answer.statusCode).toBe(200)
    const address = new URL(String(answer.json()['photoUrl']))

    const served = await server.inject({ url: address.pathname + address.search })
    expect(served.headers['content-type']).toBe('image/webp')
    expect(served.headers['cache-control']).toContain('immutable')
    const image = sharp(served.rawPayload)
    const metadata = await image.metadata()
    expect([metadata.width, metadata.height, metadata.exif]).toEqual([512, 512, undefined])
    const { data } = await image.raw().toBuffer({ resolveWithObject: true })
    const pixel = (x: number, y: number) => data[(y * 512 + x) * 3] ?? 0
    expect([pixel(256, 60) > 200, pixel(256, 450) > 200]).toEqual([true, false])

    const again = await server.inject({
      url: address.pathname,
      headers: { 'if-none-match': String(served.headers['etag']) },
    })
    expect(again.statusCode).toBe(304)
  })

  it('refuses with a sentence what is no photo, and keeps the photo before', async () => {
    const before = await upload(await picture().png().toBuffer())
    const address = new URL(String(before.json()['photoUrl']))
    const whole = await picture(2000, 2000).jpeg().toBuffer()
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    const refusals: readonly [Buffer, number, string][] = [
      [Buffer.from('this is text, whatever the name says'), 400, 'error-photo-type'],
      [svg, 400, 'error-photo-type'],
      [Buffer.from('GIF89a'.padEnd(64, '\0')), 400, 'error-photo-type'],
      [whole.subarray(0, whole.length / 3), 400, 'error-photo-broken'],
      [Buffer.alloc(0), 400, 'error-photo-empty'],
      [bomb(), 400, 'error-photo-pixels'],
    ]
    for (const [payload, status, code] of refusals) {
      const answer = await upload(payload)
      expect([answer.statusCode, answer.json()['errorMessage']]).toEqual([status, code])
    }
    const tooLarge = await upload(Buffer.alloc(20 * 1024 * 1024, 1))
    expect(tooLarge.statusCode).toBe(413)
    expect(String(tooLarge.json()['error'])).toMatch(/too large/i)
    expect((await server.inject({ url: address.pathname + address.search })).statusCode).toBe(200)
  })

  it('is removed, and is nobody else’s to change', async () => {
    await upload(await picture().webp().toBuffer())
    const anonymous = await server.inject({ method: 'PUT', url, payload: await picture().png().toBuffer() })
    expect(anonymous.statusCode).toBe(401)
    expect((await server.inject({ method: 'DELETE', url, token })).statusCode).toBe(204)
    expect((await server.inject({ method: 'DELETE', url, token })).statusCode).toBe(404)
  })

  /** A PNG header that claims 60,000 x 60,000 pixels over a few bytes. */
  function bomb(): Buffer {
    const header = Buffer.alloc(13)
    header.writeUInt32BE(60_000, 0)
    header.writeUInt32BE(60_000, 4)
    header.set([8, 2, 0, 0, 0], 8)
    const chunk = (type: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(type), data])
      const length = Buffer.alloc(4)
      length.writeUInt32BE(data.length)
      const check = Buffer.alloc(4)
      check.writeUInt32BE(crc32(body))
      return Buffer.concat([length, body, check])
    }
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    return Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', Buffer.from([0x78, 0x9c, 3, 0, 0, 0, 0, 1])),
      chunk('IEND', Buffer.alloc(0)),
    ])
  }
})

/** CRC-32 of PNG chunks (ISO 3309). */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
