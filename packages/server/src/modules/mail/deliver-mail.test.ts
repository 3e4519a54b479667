import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createOutboundClient } from '../../http/outbound/create-outbound-client.ts'
import { manualClock } from '../../kernel/clock.ts'
import { createUrls } from '../../spi/urls.ts'
import { deliverMail } from './deliver-mail.ts'
import { readMailServer } from './mail-server.ts'

const server = {
  outbound: createOutboundClient(['127.0.0.0/8']),
  urls: createUrls('https://id.example.org'),
  clock: manualClock(),
}
const mail = {
  id: 'a',
  subject: 'Hello',
  text: 'Hello',
  html: '<p>Hello</p>',
  to: { address: 'ann@example.org', name: '' },
}
const times = { connect: 1_000, silence: 100, delivery: 300 }
const opened: { close(): void }[] = []

/** Somebody's port that does with each connection what `talk` says. */
async function listen(talk: (socket: Socket) => void) {
  const sockets: Socket[] = []
  const listener = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined))
    talk(socket)
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  listener.listen(0, '127.0.0.1', resolve)
  await promise
  opened.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      listener.close()
    },
  })
  const address = listener.address()
  const port = typeof address === 'object' && address ? String(address.port) : ''
  return readMailServer({ host: '127.0.0.1', port, from: 'noreply@example.org' })
}

afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})

describe('a delivery', () => {
  it('does not wait for a server that says nothing', async () => {
    const silent = await listen(() => undefined)
    await expect(deliverMail(server, silent, mail, times)).rejects.toThrow()
  })

  it('does not wait for a server that goes on and on', async () => {
    const endless = await listen((socket) => {
      const talking = manualTalk(socket)
      socket.on('close', talking.stop)
    })
    await expect(deliverMail(server, endless, mail, times)).rejects.toThrow()
  })

  it('hands over no more than a mail may hold', async () => {
    const any = await listen(() => undefined)
    const large = { ...mail, text: 'x'.repeat(300_000) }
    await expect(deliverMail(server, any, large, times)).rejects.toThrow('longer than')
  })

  it('fails when nobody listens', async () => {
    const gone = readMailServer({ host: '127.0.0.1', port: '1', from: 'noreply@example.org' })
    await expect(deliverMail(server, gone, mail, times)).rejects.toMatchObject({ failure: 'unreachable' })
  })
})

/** A greeting that never ends: one more line of it every 20 ms. */
function manualTalk(socket: Socket) {
  const timer = setInterval(() => socket.write('220-wait\r\n'), 20)
  return { stop: () => clearInterval(timer) }
}
