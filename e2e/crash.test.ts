import { describe, expect, it } from 'vitest'
import { findLosses, nothingYet, prepare, workUntilKilled } from './fixture/crash-work.ts'
import { newServerPlace, startBuiltServer } from './fixture/running-server.ts'

/** More for a soak: ZTRUST_TEST_CRASH_ROUNDS=30. */
const rounds = Number(process.env['ZTRUST_TEST_CRASH_ROUNDS'] ?? 3)

describe.each(['sqlite', 'postgres'] as const)('kill -9 on %s', (database) => {
  it('loses nothing that was acknowledged and leaves nothing half made', async () => {
    const place = await newServerPlace(database)
    const done = nothingYet()
    try {
      let server = await startBuiltServer(place)
      await prepare(server.url)
      for (let round = 1; round <= rounds; round += 1) {
        // Another moment in every round: after so many acknowledgements, with others on their way.
        let left = 5 + ((round * 7) % 23)
        const { url, kill } = server
        await workUntilKilled(url, round, done, () => {
          left -= 1
          if (left === 0) void kill()
        })
        await kill()
        server = await startBuiltServer(place)
        expect(await findLosses(server.url, done)).toEqual([])
      }
      expect(Object.values(done).every((acknowledged) => acknowledged.length > 0)).toBe(true)
      expect(await server.stop()).toBe(0)
    } finally {
      await place.remove()
    }
  })
})

describe('the server as operators know it', () => {
  it('drains and exits 0 on SIGTERM, and refuses a second start on the same data with a sentence', async () => {
    const place = await newServerPlace()
    try {
      const server = await startBuiltServer(place)
      const second = startBuiltServer({ ...place, port: place.port + 1 })
      await expect(second).rejects.toThrow(/in use by another ZTrust/)
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(200)
      expect(await server.stop()).toBe(0)
    } finally {
      await place.remove()
    }
  })

  it('names every problem of its configuration at once', async () => {
    const place = await newServerPlace()
    try {
      const env = { ZTRUST_HASH_QUEUE: 'many', ZTRUST_DATABASE_URL: 'mysql://localhost' }
      await expect(startBuiltServer({ ...place, env })).rejects.toThrow(/--database-url[\s\S]*--hash-queue/)
    } finally {
      await place.remove()
    }
  })
})
