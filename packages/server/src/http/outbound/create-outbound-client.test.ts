import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOutboundClient } from './create-outbound-client.ts'

const seen: IncomingMessage[] = []
const answers: Record<string, (response: ServerResponse) => void> = {
  '/plain': (response) => response.end('plain'),
  '/kept': (response) => response.setHeader('cache-control', 'max-age=60').end(String(seen.length)),
  '/redirect': (response) => response.writeHead(302, { location: '/plain' }).end(),
  '/large': (response) => response.end('x'.repeat(5000)),
  '/endless': (response) => response.write('never done'),
  '/broken': (response) => response.destroy(),
}

const receiver = createServer((request, response) => {
  seen.push(request)
  answers[request.url ?? '']?.(response)
})
const allowing = createOutboundClient(['127.0.0.0/8', '::1/128'])
let base = ''

beforeAll(async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  receiver.listen(0, '127.0.0.1', resolve)
  await promise
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})

afterAll(async () => {
  await allowing.close()
  receiver.closeAllConnections()
  receiver.close()
})

describe('the outbound client', () => {
  it('answers with status, headers and body', async () => {
    const response = await allowing.fetch({ url: `${base}/plain`, method: 'POST', body: 'a=1' })
    expect(response).toMatchObject({ status: 200, body: 'plain' })
  })

  it.each(['http://127.0.0.1', 'http://localhost', 'http://[::1]', 'http://2130706433', 'http://0x7f.1'])(
    'makes no connection to %s unless the operator allows it',
    async (origin) => {
      const strict = createOutboundClient([])
      const before = seen.length
      const url = `${origin}:${new URL(base).port}/plain`
      await expect(strict.fetch({ url })).rejects.toMatchObject({ failure: 'refused-address' })
      expect(seen.length).toBe(before)
      await strict.close()
    },
  )

  it.each(['file:///etc/passwd', 'ftp://example.org', 'http://user:secret@example.org', 'nonsense'])(
    'takes %s for no address',
    async (url) => {
      await expect(allowing.fetch({ url })).rejects.toMatchObject({ failure: 'invalid-address' })
    },
  )

  it('follows no redirect', async () => {
    const response = await allowing.fetch({ url: `${base}/redirect` })
    expect(response).toMatchObject({ status: 302, headers: { location: '/plain' } })
  })

  it('reads no more than it may', async () => {
    const request = { url: `${base}/large`, maxBytes: 4999 }
    await expect(allowing.fetch(request)).rejects.toMatchObject({ failure: 'too-large' })
    await expect(allowing.fetch({ ...request, maxBytes: 5000 })).resolves.toMatchObject({ status: 200 })
  })

  it('waits no longer than it may, also for a body that never ends', async () => {
    const request = { url: `${base}/endless`, timeout: 50 }
    await expect(allowing.fetch(request)).rejects.toMatchObject({ failure: 'timeout' })
  })

  it('says when the other side breaks the connection', async () => {
    await expect(allowing.fetch({ url: `${base}/broken` })).rejects.toMatchObject({ failure: 'unreachable' })
  })

  it('opens a connection for other protocols under the same guard', async () => {
    const { port } = new URL(base)
    const socket = await allowing.connect({ host: '127.0.0.1', port: Number(port) })
    expect(socket.remoteAddress).toBe('127.0.0.1')
    socket.destroy()
    const strict = createOutboundClient([])
    for (const host of ['127.0.0.1', 'localhost', '::1']) {
      const refused = { failure: 'refused-address' }
      await expect(strict.connect({ host, port: Number(port) })).rejects.toMatchObject(refused)
    }
    await expect(allowing.connect({ host: '127.0.0.1', port: 1 })).rejects.toMatchObject({ failure: 'unreachable' })
  })

  it('keeps answers as their headers allow, when it is asked to', async () => {
    const url = `${base}/kept`
    const first = await allowing.fetch({ url, cache: 'use' })
    const second = await allowing.fetch({ url, cache: 'use' })
    expect(second.body).toBe(first.body)
    const third = await allowing.fetch({ url, cache: 'revalidate' })
    expect(third.body).not.toBe(first.body)
    const fourth = await allowing.fetch({ url, cache: 'use' })
    expect(fourth.body).toBe(third.body)
    const fifth = await allowing.fetch({ url })
    expect(fifth.body).not.toBe(third.body)
  })
})
