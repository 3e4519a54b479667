import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { subjectCore } from './child.ts'

export const limitKinds = ['RS256', 'ES256', 'Argon2id'] as const
export type LimitKind = (typeof limitKinds)[number]

export interface BareLimits {
  /** Operations per CPU-second. */
  measure(kind: LimitKind, seconds: number): Promise<number>
  stop(): void
}

interface Measured {
  readonly operations: number
  readonly cpuSeconds: number
}

export async function startBareLimits(): Promise<BareLimits> {
  const program = fileURLToPath(new URL('./bare-limit-program.ts', import.meta.url))
  const child = spawn('taskset', ['-c', String(subjectCore), process.execPath, program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const next = () =>
    new Promise<unknown>((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Error(`The bare limits ended with ${code}`)))
    }).finally(() => child.removeAllListeners())
  await next()
  return {
    measure: async (kind, seconds) => {
      const answer = next()
      child.send({ kind, seconds })
      const { operations, cpuSeconds } = (await answer) as Measured
      return operations / cpuSeconds
    },
    stop: () => void child.kill('SIGTERM'),
  }
}
