// Child processes: started, limited in time, and never left behind.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './layout.mjs'

const children = new Set()
const endings = new Set()

/** Registers what must happen before this process ends, however it ends; returns the way to forget it. */
export function atEnd(work) {
  endings.add(work)
  return () => endings.delete(work)
}

/** Runs and forgets everything registered with `atEnd`. */
export async function endAll() {
  for (const work of [...endings].reverse()) {
    endings.delete(work)
    await work()
  }
}

/** Sends a signal to a child and all its descendants when it leads its own group. */
function signal(child, name) {
  try {
    if (child.grouped) process.kill(-child.pid, name)
    else child.kill(name)
  } catch {
    // it has just ended by itself
  }
}

/**
 * Runs a command to its end. With `show` its output goes straight to the terminal, otherwise it is collected.
 * `limitSeconds` ends the command with everything it started.
 */
export function run(command, args, { env = process.env, cwd = root, show = false, limitSeconds, uid, gid } = {}) {
  return new Promise((resolve, reject) => {
    const output = []
    const identity = uid === undefined ? {} : { uid, gid }
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...identity,
    })
    child.grouped = true
    children.add(child)
    let expired = false
    const limit =
      limitSeconds === undefined
        ? undefined
        : setTimeout(() => {
            expired = true
            signal(child, 'SIGTERM')
            setTimeout(() => signal(child, 'SIGKILL'), 5000).unref()
          }, limitSeconds * 1000)
    child.stdout?.on('data', (chunk) => output.push(chunk))
    child.stderr?.on('data', (chunk) => output.push(chunk))
    child.on('error', (error) => {
      children.delete(child)
      clearTimeout(limit)
      reject(error)
    })
    child.on('close', (code) => {
      children.delete(child)
      clearTimeout(limit)
      resolve({ code: code ?? 1, expired, output: Buffer.concat(output).toString('utf8') })
    })
  })
}

/** Starts a process that stays; the caller stops it by `stop`. */
export function startProcess(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options })
  child.grouped = options.detached === true
  children.add(child)
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, error }))
    child.on('close', (code, name) => resolve({ code, name }))
  }).then((end) => {
    children.delete(child)
    return end
  })
  return { child, ended, stop: (name = 'SIGTERM', patience = 10) => stop(child, ended, name, patience) }
}

async function stop(child, ended, name, patienceSeconds) {
  if (child.exitCode !== null || child.signalCode !== null) return ended
  signal(child, name)
  const kill = setTimeout(() => signal(child, 'SIGKILL'), patienceSeconds * 1000)
  const end = await ended
  clearTimeout(kill)
  return end
}

/**
 * On SIGINT, SIGTERM or SIGHUP: end every child, run what was registered, exit with 128 + the signal's number.
 * Returns the way to stop listening.
 */
export function endOnSignals() {
  let ending = false
  const listeners = ['SIGHUP', 'SIGINT', 'SIGTERM'].map((name) => {
    const listener = async () => {
      if (ending) return
      ending = true
      for (const child of children) signal(child, 'SIGTERM')
      await endAll()
      process.exit(128 + constants.signals[name])
    }
    process.on(name, listener)
    return () => process.off(name, listener)
  })
  return () => {
    for (const stopListening of listeners) stopListening()
  }
}

/** Runs the tasks at most `width` at a time; all finish, then the first failure is thrown. */
export async function inParallel(width, tasks) {
  const queue = [...tasks]
  const failures = []
  async function work() {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      await task().catch((error) => failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  if (failures.length > 0) throw failures[0]
}
