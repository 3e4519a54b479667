import { toJson } from '../../storage/columns.ts'
import { buryMessages, runOutbox } from '../event/run-outbox.ts'
import { enqueueTick, nextTick } from './cron-ticks.ts'
import {
  buryJobs,
  claimJobs,
  deleteDoneJobs,
  failJob,
  finishJob,
  leaseMilliseconds,
  releaseJob,
  renewLease,
} from './job.store.ts'
import type { JobRow } from './job.ts'
import type { JobServer } from './job-handler.ts'
import { JobPostponed } from './job-postponed.ts'

const pollMilliseconds = 1_000
/** Jobs that run at once: of our own work, and of those that only wait for other servers. */
const places = { own: 2, waiting: 32 } as const
/** Done jobs are kept so long: for people, and so that a late node does not run an old tick again. */
const keepDoneMilliseconds = 7 * 86_400_000

const cleanMilliseconds = 60_000

interface Lane {
  /** Starts the work unless it goes on already. */
  poke(): void
  /** Resolves when nothing goes on any more. */
  idle(): Promise<void>
}

export interface JobRunner {
  start(): void
  /** Interrupts what runs by its signal, and waits for it; what did not end is taken up by another node. */
  stop(): Promise<void>
  /** Does what is due now, once: schedules, jobs and the outbox. */
  runDue(): Promise<void>
}

/** Makes the runner of one node. Any number of nodes share the work: each job and each tick of a schedule goes to one. */
export function createJobRunner<Server extends JobServer<Server>>(server: Server): JobRunner {
  const { storage, clock, log } = server
  const owner = server.ids.uuid()
  const stopped = new AbortController()
  const ticks = new Map<string, number | undefined>()
  let cleanAt = clock.now()
  const lanes = [
    createPool(kindsThat(false), places.own, enqueueSchedules),
    createPool(kindsThat(true), places.waiting),
    createLane(drainOutbox),
    createLane(clean),
  ]
  let stopPolling: (() => void) | undefined

  async function enqueueSchedules(): Promise<void> {
    const now = clock.now()
    for (const { id, schedule } of server.registry.jobs.values()) {
      if (schedule === undefined) continue
      if (!ticks.has(id)) ticks.set(id, nextTick(schedule, now))
      const tick = ticks.get(id)
      if (tick === undefined || tick > now) continue
      await storage.transact((tx) => enqueueTick(tx, id, tick))
      ticks.set(id, nextTick(schedule, now))
    }
  }

  function kindsThat(waitForOthers: boolean): readonly string[] {
    const handlers = [...server.registry.jobs.values()]
    return handlers.filter((handler) => (handler.waitsForOthers ?? false) === waitForOthers).map(({ id }) => id)
  }

  async function runJob(job: JobRow): Promise<void> {
    const lost = new AbortController()
    const signal = AbortSignal.any([stopped.signal, lost.signal])
    const stopRenewing = clock.every(leaseMilliseconds / 3, () => {
      storage
        .transact((tx) => renewLease(tx, job.id, owner))
        .then((isOurs) => isOurs || lost.abort())
        .catch((error) => log.warn({ err: error, job: job.id }, 'The lease of a job could not be renewed'))
    })
    try {
      await server.registry.jobs.get(job.kind)?.handle(server, toJson<unknown>(job.payload), signal)
      await storage.transact((tx) => finishJob(tx, job.id, owner))
    } catch (error) {
      if (stopped.signal.aborted) return await storage.transact((tx) => releaseJob(tx, job.id, owner))
      if (error instanceof JobPostponed) {
        return await storage.transact((tx) => releaseJob(tx, job.id, owner, clock.now() + error.delay))
      }
      log.error({ err: error, job: job.id, kind: job.kind, attempts: job.attempts }, 'A job failed')
      await storage.transact((tx) => failJob(tx, job, owner, error))
    } finally {
      stopRenewing()
    }
  }

  async function drainOutbox(): Promise<void> {
    while (!stopped.signal.aborted && (await runOutbox(server)) > 0);
  }

  async function clean(): Promise<void> {
    if (clock.now() < cleanAt) return
    cleanAt = clock.now() + cleanMilliseconds
    await storage.transact(async (tx) => {
      await buryJobs(tx)
      await buryMessages(tx)
      await deleteDoneJobs(tx, clock.now() - keepDoneMilliseconds)
    })
  }

  /** Runs jobs of some kinds, so many at once; each that ends makes room for the next, however long others take. */
  function createPool(kinds: readonly string[], size: number, prepare?: () => Promise<void>): Lane {
    const running = new Set<Promise<void>>()
    const claiming = createLane(async () => {
      await prepare?.()
      while (kinds.length > 0 && running.size < size && !stopped.signal.aborted) {
        const jobs = await storage.transact((tx) => claimJobs(tx, owner, kinds, size - running.size))
        if (jobs.length === 0) return
        for (const job of jobs) {
          const work = runJob(job)
            .catch((error) => log.error({ err: error, job: job.id }, 'The end of a job could not be written'))
            .finally(() => {
              running.delete(work)
              claiming.poke()
            })
          running.add(work)
        }
      }
    })
    return {
      poke: claiming.poke,
      idle: async () => {
        await claiming.idle()
        while (running.size > 0) {
          await Promise.all(running)
          await claiming.idle()
        }
      },
    }
  }

  /** Work that never overlaps with itself: a long job keeps no event waiting. */
  function createLane(work: () => Promise<void>): Lane {
    let current: Promise<void> | undefined
    return {
      poke: () => {
        if (stopped.signal.aborted) return
        current ??= work()
          .catch((error) => log.error({ err: error }, 'The job runner could not look for work'))
          .finally(() => {
            current = undefined
          })
      },
      idle: async () => current,
    }
  }

  return {
    start: () => {
      for (const { id, schedule } of server.registry.jobs.values()) {
        if (schedule !== undefined) ticks.set(id, nextTick(schedule, clock.now()))
      }
      stopPolling ??= clock.every(pollMilliseconds, () => {
        for (const lane of lanes) lane.poke()
      })
    },
    stop: async () => {
      stopPolling?.()
      stopped.abort()
      for (const lane of lanes) await lane.idle()
    },
    runDue: async () => {
      for (const lane of lanes) {
        lane.poke()
        await lane.idle()
      }
    },
  }
}
