import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { adminToken } from './fixture/crash-work.ts'
import { findFreePort, newServerPlace, startBuiltServer } from './fixture/running-server.ts'

/** Waits until health says what is expected; the outcome of the last look. */
async function waitForHealth(url: string, expected: number): Promise<number> {
  let status = 0
  for (let look = 0; look < 120 && status !== expected; look += 1) {
    status = await fetch(`${url}/health/ready`).then(
      (answer) => answer.status,
      () => -1,
    )
    if (status !== expected) await new Promise((resolve) => setTimeout(resolve, 250))
  }
  return status
}

const createRealm = (url: string, token: string, realm: string) =>
  fetch(`${url}/admin/realms`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ realm, enabled: true }),
  })

/** A wire to PostgreSQL that can be cut and mended. */
async function openWire(target: URL) {
  const port = await findFreePort()
  const sockets = new Set<Socket>()
  let server: Server | undefined
  const mend = () =>
    new Promise<void>((resolve) => {
      server = createServer((inside) => {
        const outside = connect(Number(target.port), target.hostname)
        for (const [socket, other] of [
          [inside, outside],
          [outside, inside],
        ] as const) {
          sockets.add(socket)
          socket.on('error', () => other.destroy())
          socket.on('close', () => {
            sockets.delete(socket)
            other.destroy()
          })
          socket.pipe(other)
        }
      }).listen(port, '127.0.0.1', resolve)
    })
  const cut = () => {
    server?.close()
    for (const socket of sockets) socket.destroy()
  }
  await mend()
  return { port, mend, cut }
}

describe('bad days of the database', () => {
  it('a lost PostgreSQL is reported by health, answered with 5xx without a hang, and survived when it is back', async () => {
    const place = await newServerPlace('postgres')
    const target = new URL(String(place.databaseUrl))
    const wire = await openWire(target)
    const through = new URL(target)
    through.port = String(wire.port)
    const server = await startBuiltServer({ ...place, databaseUrl: through.href })
    try {
      const token = await adminToken(server.url)
      expect((await createRealm(server.url, token, 'before')).status).toBe(201)
      wire.cut()
      expect(await waitForHealth(server.url, 503)).toBe(503)
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
      const started = performance.now()
      const refused = await createRealm(server.url, token, 'during')
      expect(refused.status).toBeGreaterThanOrEqual(500)
      expect(await refused.text()).not.toMatch(/ECONN|postgres|stack|at \//)
      expect(performance.now() - started).toBeLessThan(10_000)

      await wire.mend()
      expect(await waitForHealth(server.url, 200)).toBe(200)
      expect((await createRealm(server.url, await adminToken(server.url), 'after')).status).toBe(201)
      expect(await server.stop()).toBe(0)
    } finally {
      await server.kill()
      wire.cut()
      await place.remove()
    }
  })

  // Only root may mount a small disk of its own.
  it.skipIf(process.getuid?.() !== 0)(
    'a full disk is reported by health and survived when there is room again',
    async () => {
      const place = await newServerPlace()
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', place.data])
      const ballast = join(place.data, 'ballast')
      try {
        const server = await startBuiltServer(place)
        try {
          const token = await adminToken(server.url)
          const { bavail, bsize } = statfsSync(place.data)
          fillDisk(ballast, bavail * bsize)
          expect(await waitForHealth(server.url, 503)).toBe(503)
          expect((await createRealm(server.url, token, 'during')).status).toBeGreaterThanOrEqual(500)
          rmSync(ballast)
          expect(await waitForHealth(server.url, 200)).toBe(200)
          expect((await createRealm(server.url, token, 'after')).status).toBe(201)
          expect(await server.stop()).toBe(0)
        } finally {
          await server.kill()
        }
      } finally {
        execFileSync('umount', [place.data])
        await place.remove()
      }
    },
  )
})

/** Writes until the disk takes no more. */
function fillDisk(file: string, bytes: number): void {
  const block = Buffer.alloc(65_536)
  try {
    for (let written = 0; written <= bytes; written += block.length) writeFileSync(file, block, { flag: 'a' })
    for (;;) writeFileSync(file, block.subarray(0, 512), { flag: 'a' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
