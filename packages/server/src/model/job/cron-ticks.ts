import { Cron } from 'croner'
import { toIsoTime } from '../../kernel/clock.ts'
import { OperatorError } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { enqueueJob } from './enqueue-job.ts'

/** When a schedule is next due after `now`; undefined when never. Throws `OperatorError` for no cron expression. */
export function nextTick(schedule: string, now: number): number | undefined {
  try {
    const cron = new Cron(schedule, { timezone: 'UTC', paused: true })
    return cron.nextRun(toIsoTime(now))?.getTime()
  } catch (cause) {
    throw new OperatorError(`"${schedule}" is not a cron expression.`, cause)
  }
}

/** Enqueues the run of one tick. Every node asks for it, and one makes it: the id says which tick of which job. */
export function enqueueTick(tx: Tx, kind: string, tick: number): Promise<boolean> {
  return enqueueJob(tx, kind, null, tick, `cron:${kind}:${tick}`)
}
