import { expect, test } from 'vitest'
import { systemRandom } from '../kernel/random.ts'
import { createHashLane } from './hash-lane.ts'

const cheap = { algorithm: 'argon2', iterations: 1 } as const

test('it hashes and verifies', async () => {
  const lane = createHashLane({ random: systemRandom, lanes: 1, queue: 4 })
  const stored = await lane.hash('secret')
  expect(await lane.verify('secret', stored)).toBe(true)
  expect(await lane.verify('other', stored)).toBe(false)
  expect(await lane.burn('anything')).toBeUndefined()
  expect(lane.load()).toEqual({ running: 0, waiting: 0 })
})

test('no more run at once than there are lanes, and those who wait go in order', async () => {
  const lane = createHashLane({ random: systemRandom, lanes: 1, queue: 10 })
  const order: number[] = []
  const all = [1, 2, 3, 4].map((number) => lane.hash('x', cheap).then(() => order.push(number)))
  expect(lane.load()).toEqual({ running: 1, waiting: 3 })
  await Promise.all(all)
  expect(order).toEqual([1, 2, 3, 4])
  expect(lane.load()).toEqual({ running: 0, waiting: 0 })
})

test('whoever does not fit in the line is turned away at once and told when to come back', async () => {
  const lane = createHashLane({ random: systemRandom, lanes: 2, queue: 3, retryAfterSeconds: 7 })
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lane.hash('x', cheap)))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toHaveLength(15)
  for (const { reason } of refused) expect(reason).toMatchObject({ name: 'Overloaded', retryAfterSeconds: 7 })
  expect(lane.load()).toEqual({ running: 0, waiting: 0 })
  expect((await lane.hash('x', cheap)).credentialData.hashIterations).toBe(1)
})

test('a failure gives its lane back', async () => {
  const lane = createHashLane({
    random: {
      ...systemRandom,
      bytes: () => {
        throw new Error('no entropy')
      },
    },
    lanes: 1,
    queue: 1,
  })
  await expect(lane.hash('x', cheap)).rejects.toThrow('no entropy')
  await expect(lane.hash('x', cheap)).rejects.toThrow('no entropy')
  expect(lane.load()).toEqual({ running: 0, waiting: 0 })
})

test('a password that is too long is refused alike for known and unknown users, and does not wait', async () => {
  const lane = createHashLane({ random: systemRandom, lanes: 1, queue: 0 })
  const stored = await lane.hash('x', cheap)
  const busy = lane.hash('x', cheap)
  const long = 'a'.repeat(4097)
  for (const attempt of [lane.hash(long), lane.verify(long, stored), lane.burn(long)]) {
    await expect(attempt).rejects.toMatchObject({ code: 'error-password-too-long' })
  }
  await busy
})

test('an unknown user costs as much time as a known one', async () => {
  const lane = createHashLane({ random: systemRandom, lanes: 1, queue: 4 })
  const stored = await lane.hash('secret')
  const known: number[] = []
  const unknown: number[] = []
  const time = async (samples: number[], work: () => Promise<unknown>) => {
    const start = performance.now()
    await work()
    samples.push(performance.now() - start)
  }
  for (let round = 0; round < 9; round++) {
    // In turn, so that whatever else the machine does burdens both.
    await time(known, () => lane.verify('wrong', stored))
    await time(unknown, () => lane.burn('wrong'))
  }
  const ratio = median(unknown) / median(known)
  expect(ratio).toBeGreaterThan(0.5)
  expect(ratio).toBeLessThan(2)
})

function median(samples: number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN
}

test('senseless settings are refused', () => {
  expect(() => createHashLane({ random: systemRandom, lanes: 0, queue: 1 })).toThrow()
  expect(() => createHashLane({ random: systemRandom, lanes: 1, queue: -1 })).toThrow()
})
