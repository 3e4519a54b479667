import { cpuSecondsOf, cpuSecondsOfFamily } from './process-figures.ts'
import type { Window } from './statistics.ts'

/** One thing that is measured again and again. */
export interface Operation {
  /** Before every window, outside of what is counted: fresh tokens and the like. */
  prepare?(): Promise<void>
  /** One operation; `lane` tells workers apart that run at the same time. Throws when the answer is not a success. */
  run(lane: number): Promise<void>
}

export interface Subject {
  readonly pid: number
  /** Parent of the database server's processes, where there is one. */
  readonly databasePid?: number | undefined
}

/**
 * Warming up and windows end when the process under test has used so much CPU time, so that a busy machine makes a run
 * longer and not a measurement of code that is not compiled yet.
 */
export interface Effort {
  /** Before the first window of an operation on a process; later windows take a quarter. */
  readonly warmUpCpuSeconds: number
  readonly cpuSeconds: number
  /** However little CPU time was used, it ends then. */
  readonly maximumWallSeconds: number
  /** Operations in flight. */
  readonly concurrency: number
  readonly maximumOperations: number
}

/** Warms up, then counts operations and the CPU time that the process under test used for them. */
export async function measure(
  subject: Subject,
  operation: Operation,
  effort: Effort,
  isFirst: boolean,
): Promise<Window> {
  await operation.prepare?.()
  await drive(subject, operation, effort, effort.warmUpCpuSeconds * (isFirst ? 1 : 0.25))
  const before = readTimes(subject)
  const { latencies, failures, firstFailure } = await drive(subject, operation, effort, effort.cpuSeconds)
  const after = readTimes(subject)
  if (firstFailure !== undefined && failures > latencies.length / 100) throw firstFailure
  return {
    operations: latencies.length,
    failures,
    cpuSeconds: after.cpu - before.cpu,
    databaseCpuSeconds: after.databaseCpu - before.databaseCpu,
    wallSeconds: after.wall - before.wall,
    latenciesMilliseconds: latencies,
  }
}

function readTimes({ pid, databasePid }: Subject) {
  return {
    cpu: cpuSecondsOf(pid),
    databaseCpu: databasePid === undefined ? 0 : cpuSecondsOfFamily(databasePid),
    wall: performance.now() / 1000,
  }
}

/** How often the CPU time is looked at. */
const lookMilliseconds = 20

async function drive(subject: Subject, operation: Operation, effort: Effort, cpuSeconds: number) {
  const latencies: number[] = []
  let failures = 0
  let firstFailure: unknown
  let started = 0
  let isOver = false
  const cpuEnd = cpuSecondsOf(subject.pid) + cpuSeconds
  const wallEnd = performance.now() + effort.maximumWallSeconds * 1000
  const look = setInterval(() => {
    isOver = cpuSecondsOf(subject.pid) >= cpuEnd || performance.now() >= wallEnd
  }, lookMilliseconds)
  const work = async (lane: number) => {
    while (!isOver && started < effort.maximumOperations) {
      started += 1
      const start = performance.now()
      try {
        await operation.run(lane)
        latencies.push(performance.now() - start)
      } catch (error) {
        failures += 1
        firstFailure ??= error
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: effort.concurrency }, (_, lane) => work(lane)))
  } finally {
    clearInterval(look)
  }
  return { latencies, failures, firstFailure }
}
