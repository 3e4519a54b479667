import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestStorage, type TestStorage } from '../../../test/fixture/test-storage.ts'
import { nextTurn } from '../../kernel/next-turn.ts'
import type { Storage } from '../../storage/db.ts'
import { maximumAttempts } from './back-off.ts'
import { nextTick } from './cron-ticks.ts'
import { enqueueJob } from './enqueue-job.ts'
import {
  buryJobs,
  claimJobs,
  deleteDoneJobs,
  failJob,
  finishJob,
  listJobs,
  renewLease,
  reviveJob,
} from './job.store.ts'
import { JobAbandoned } from './job-abandoned.ts'
import type { JobHandler, JobServer } from './job-handler.ts'
import { JobPostponed } from './job-postponed.ts'
import { createJobRunner } from './run-jobs.ts'

interface Server extends JobServer<Server> {}

let test: TestStorage
let storage: Storage
let ran: unknown[]
const page = { first: 0, max: 100 }

beforeAll(async () => {
  test = await openTestStorage()
  storage = test.storage
})
beforeEach(async () => {
  ran = []
  await storage.transact((tx) => tx.query.deleteFrom('job').execute())
})
afterAll(() => test.close())

const note: JobHandler<Server> = { id: 'note', handle: async (_, payload) => void ran.push(payload) }
const makeServer = (jobs: readonly JobHandler<Server>[], on = storage): Server => ({
  storage: on,
  clock: test.clock,
  ids: test.ids,
  log: test.log,
  registry: { jobs: new Map(jobs.map((job) => [job.id, job])), eventListeners: new Map() },
})
const enqueue = (kind: string, payload: unknown, dueAt?: number, id?: string) =>
  storage.transact((tx) => enqueueJob(tx, kind, payload, dueAt, id))
const list = (state: Parameters<typeof listJobs>[1]) => listJobs(storage, state, page)

describe('a job', () => {
  it('runs once when it is due, with what it was given', async () => {
    const runner = createJobRunner(makeServer([note]))
    await enqueue('note', { to: 'ada' })
    await enqueue('note', 'later', test.clock.now() + 5000)
    await enqueue('unknown here', 1)
    await runner.runDue()
    await runner.runDue()
    expect(ran).toEqual([{ to: 'ada' }])
    await test.clock.advance(5000)
    await runner.runDue()
    expect(ran).toEqual([{ to: 'ada' }, 'later'])
    expect(await list('done')).toHaveLength(2)
    expect(await list('waiting')).toMatchObject([{ kind: 'unknown here', attempts: 0 }])
  })

  it('is asked for once under one id', async () => {
    const asked = await Promise.all(Array.from({ length: 20 }, () => enqueue('note', 1, undefined, 'same')))
    expect(asked.filter(Boolean)).toHaveLength(1)
    await createJobRunner(makeServer([note])).runDue()
    expect(await enqueue('note', 2, undefined, 'same')).toBe(false)
    expect(ran).toEqual([1])
  })

  it('is tried again, later and later, until it is dead, and may be revived', async () => {
    const broken: JobHandler<Server> = {
      id: 'broken',
      handle: async () => {
        ran.push('try')
        throw new Error('broken pipe')
      },
    }
    const runner = createJobRunner(makeServer([broken]))
    await enqueue('broken', null, undefined, 'b')
    const waits: number[] = []
    for (let attempt = 1; attempt <= maximumAttempts; attempt += 1) {
      await runner.runDue()
      const [job] = [...(await list('waiting')), ...(await list('dead'))]
      expect(job).toMatchObject({ attempts: attempt, lastError: 'Error: broken pipe' })
      waits.push((job?.dueAt ?? 0) - test.clock.now())
      await test.clock.advance(3_600_000)
    }
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000])
    expect(await list('dead')).toMatchObject([{ id: 'b' }])
    await runner.runDue()
    expect(ran).toHaveLength(maximumAttempts)
    expect(await storage.transact((tx) => reviveJob(tx, 'b'))).toBe(true)
    expect(await storage.transact((tx) => reviveJob(tx, 'b'))).toBe(false)
    await runner.runDue()
    expect(ran).toHaveLength(maximumAttempts + 1)
  })

  it('that no other attempt can help is dead at once', async () => {
    const hopeless: JobHandler<Server> = {
      id: 'hopeless',
      handle: async () => Promise.reject(new JobAbandoned('There is no such mailbox')),
    }
    await enqueue('hopeless', null, undefined, 'h')
    await createJobRunner(makeServer([hopeless])).runDue()
    expect(await list('dead')).toMatchObject([
      { id: 'h', attempts: 1, lastError: 'JobAbandoned: There is no such mailbox' },
    ])
  })

  it('goes to one of several runners, on one node or two', async () => {
    const second = (await test.openSecondNode()) ?? storage
    for (let index = 0; index < 20; index += 1) await enqueue('note', index)
    const runners = [storage, second, storage].map((on) => createJobRunner(makeServer([note], on)))
    await Promise.all(runners.map((runner) => runner.runDue()))
    expect(ran.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 20 }, (_, index) => index))
  })

  it('whose runner fell silent is taken by another, and the first one’s word counts no more', async () => {
    await enqueue('note', 1, undefined, 'j')
    const claim = (owner: string) => storage.transact((tx) => claimJobs(tx, owner, ['note'], 5))
    const [first] = await claim('a')
    expect(first).toMatchObject({ id: 'j', attempts: 1 })
    expect(await claim('b')).toEqual([])
    await test.clock.advance(59_999)
    expect(await storage.transact((tx) => renewLease(tx, 'j', 'a'))).toBe(true)
    await test.clock.advance(59_999)
    expect(await claim('b')).toEqual([])
    await test.clock.advance(1)
    expect(await claim('b')).toMatchObject([{ id: 'j', attempts: 2 }])
    expect(await storage.transact((tx) => renewLease(tx, 'j', 'a'))).toBe(false)
    if (!first) throw new Error('No job')
    await storage.transact((tx) => failJob(tx, first, 'a', new Error('late')))
    await storage.transact((tx) => finishJob(tx, 'j', 'a'))
    expect(await list('running')).toHaveLength(1)
    await storage.transact((tx) => finishJob(tx, 'j', 'b'))
    expect(await list('done')).toHaveLength(1)
    expect(await storage.transact((tx) => deleteDoneJobs(tx, test.clock.now()))).toBe(0)
    expect(await storage.transact((tx) => deleteDoneJobs(tx, test.clock.now() + 1))).toBe(1)
  })

  it('that waits for somebody else keeps no other waiting, of its kind or of ours', async () => {
    const hang = Promise.withResolvers<void>()
    const call: JobHandler<Server> = {
      id: 'call',
      waitsForOthers: true,
      handle: async (_, payload) => {
        if (payload === 'hangs') await hang.promise
        ran.push(payload)
      },
    }
    const runner = createJobRunner(makeServer([call, note]))
    runner.start()
    for (let index = 0; index < 20; index += 1) await enqueue('call', 'hangs')
    await test.clock.advance(1000)
    await enqueue('note', 'own')
    await enqueue('call', 'last')
    while (ran.length < 2) {
      await test.clock.advance(1000)
      // Looking takes as long as claiming: time must not run past the leases while the database works.
      for (let look = 0; look < 5; look += 1) {
        await list('running')
        await nextTurn()
      }
    }
    hang.resolve()
    await runner.runDue()
    await runner.stop()
    expect(ran.slice(0, 2).toSorted()).toEqual(['last', 'own'])
    expect(ran).toHaveLength(22)
  })

  it('that postpones itself comes back, and the attempt does not count', async () => {
    const busy: JobHandler<Server> = {
      id: 'busy',
      handle: async () => {
        ran.push('try')
        if (ran.length < 3) throw new JobPostponed(5000, 'busy')
      },
    }
    const runner = createJobRunner(makeServer([busy]))
    await enqueue('busy', null)
    await runner.runDue()
    expect(await list('waiting')).toMatchObject([{ attempts: 0, dueAt: test.clock.now() + 5000 }])
    await runner.runDue()
    expect(ran).toHaveLength(1)
    for (let time = 0; time < 2; time += 1) {
      await test.clock.advance(5000)
      await runner.runDue()
    }
    expect(ran).toHaveLength(3)
    expect(await list('done')).toMatchObject([{ attempts: 1 }])
  })

  it('that takes its runner down every time is given up', async () => {
    await enqueue('note', 1)
    await storage.transact((tx) =>
      tx.query.updateTable('job').set({ state: 'running', attempts: maximumAttempts, leased_until: 1 }).execute(),
    )
    await createJobRunner(makeServer([note])).runDue()
    expect(ran).toEqual([])
    expect(await storage.transact((tx) => buryJobs(tx))).toBe(0)
    expect(await list('dead')).toHaveLength(1)
  })

  it('is interrupted by stop, and waits for the next start', async () => {
    const started = Promise.withResolvers<void>()
    const long: JobHandler<Server> = {
      id: 'long',
      handle: (_, __, signal) =>
        new Promise((_, reject) => {
          started.resolve()
          signal.addEventListener('abort', () => reject(new Error('interrupted')))
        }),
    }
    await enqueue('long', null)
    const runner = createJobRunner(makeServer([long]))
    const running = runner.runDue()
    await started.promise
    await runner.stop()
    await running
    expect(await list('waiting')).toMatchObject([{ attempts: 0 }])
    await runner.runDue()
    expect(await list('waiting')).toHaveLength(1)
  })

  it('whose lease was lost hears so', async () => {
    const started = Promise.withResolvers<void>()
    const long: JobHandler<Server> = {
      id: 'long',
      handle: (_, __, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(void ran.push('aborted')))
          started.resolve()
        }),
    }
    await enqueue('long', null)
    const running = createJobRunner(makeServer([long])).runDue()
    await started.promise
    await storage.transact((tx) => tx.query.updateTable('job').set({ lease_owner: 'somebody else' }).execute())
    await test.clock.advance(20_000)
    await running
    expect(ran).toEqual(['aborted'])
    expect(await list('running')).toHaveLength(1)
  })
})

describe('a schedule', () => {
  const hourly: JobHandler<Server> = { ...note, id: 'hourly', schedule: '0 * * * *' }

  it('says when it is next due, in UTC', () => {
    const noon = 1_800_014_400_000 - (1_800_014_400_000 % 86_400_000) + 12 * 3_600_000
    expect(nextTick('0 * * * *', noon)).toBe(noon + 3_600_000)
    expect(nextTick('30 3 * * *', noon)).toBe(noon + 15.5 * 3_600_000)
    expect(() => nextTick('every day', noon)).toThrow('is not a cron expression')
  })

  it('runs each tick once, however many nodes look', async () => {
    const second = (await test.openSecondNode()) ?? storage
    const runners = [storage, second, storage].map((on) => createJobRunner(makeServer([hourly], on)))
    const look = () => Promise.all(runners.map((runner) => runner.runDue()))
    await look()
    expect(ran).toHaveLength(0)
    for (let tick = 1; tick <= 3; tick += 1) {
      await test.clock.advance(3_600_000)
      await look()
      await look()
      expect(ran).toHaveLength(tick)
    }
  })

  it('passes over what it missed while nobody ran', async () => {
    const runner = createJobRunner(makeServer([hourly]))
    await runner.runDue()
    await test.clock.advance(10 * 3_600_000)
    await runner.runDue()
    await runner.runDue()
    expect(ran).toHaveLength(1)
  })

  it('is looked at every second once started, and not after stop', async () => {
    const runner = createJobRunner(makeServer([note]))
    runner.start()
    await enqueue('note', 1)
    await test.clock.advance(1000)
    await runner.stop()
    expect(ran).toEqual([1])
    await enqueue('note', 2)
    await test.clock.advance(5000)
    await runner.stop()
    expect(ran).toEqual([1])
  })
})
