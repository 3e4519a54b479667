import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'

export interface StartedChild {
  readonly pid: number
  /** From spawn to the line. */
  readonly readySeconds: number
  readonly match: RegExpExecArray
  /** SIGTERM, and SIGKILL for those that do not listen. */
  stop(): Promise<void>
}

/** The core of what is measured, and the core of what measures. */
export const subjectCore = 0
const ownCore = 1
const patienceMilliseconds = 120_000

const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Starts a Node program pinned to the subject's core, and waits until its standard output matches. */
export async function startPinned(
  args: readonly string[],
  ready: RegExp,
  { env = {}, log }: { readonly env?: Readonly<Record<string, string>>; readonly log: string },
): Promise<StartedChild> {
  const start = performance.now()
  // Its log goes to a file: writing it is part of the work.
  const child = spawn('taskset', ['-c', String(subjectCore), process.execPath, ...args], {
    env: { ...withoutSettings(process.env), ...env },
    stdio: ['ignore', 'pipe', openSync(log, 'a')],
  })
  children.add(child)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(`ended with ${code ?? signal}`))
  })
  void ended.then(() => children.delete(child))
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${args[0]} was not ready in time`)), patienceMilliseconds)
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
      const found = ready.exec(output)
      if (!found) return
      clearTimeout(late)
      resolve(found)
    })
    void ended.then((how) => reject(new Error(`${args[0]} ${how} before it was ready: ${output}`)))
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${args[0]} has no process id`)
  return {
    pid,
    readySeconds: (performance.now() - start) / 1000,
    match,
    stop: async () => {
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(kill)
    },
  }
}

/** A program that must be over before anything else happens. */
export async function runToEnd(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`)
}

/** Moves a running process and all its threads to the core of the load generator. */
export function pinBesideSubject(pid: number): Promise<void> {
  return runToEnd('taskset', ['-a', '-p', '-c', String(ownCore), String(pid)])
}

/** An operator's own settings must not reach a server that is measured. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('ZTRUST_')))
}
