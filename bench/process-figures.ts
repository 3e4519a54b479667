import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of /proc/PID/stat: 100 a second on every Linux this runs on (USER_HZ). */
const ticksPerSecond = 100

export interface ProcessTimes {
  readonly parent: number
  /** User and system time, all threads, ended ones too. */
  readonly cpuSeconds: number
}

/** Reads the text of /proc/PID/stat. The name in it may hold spaces and brackets, so fields count from the last one. */
export function parseProcessTimes(text: string): ProcessTimes {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number)
  if (parent === undefined || user === undefined || system === undefined || Number.isNaN(parent + user + system)) {
    throw new Error('This is not the text of /proc/PID/stat')
  }
  return { parent, cpuSeconds: (user + system) / ticksPerSecond }
}

export function cpuSecondsOf(pid: number): number {
  return parseProcessTimes(readFileSync(`/proc/${pid}/stat`, 'utf8')).cpuSeconds
}

/** The CPU time of a process and of its running children: a PostgreSQL with its backends. */
export function cpuSecondsOfFamily(pid: number): number {
  let seconds = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const times = parseProcessTimes(readFileSync(`/proc/${name}/stat`, 'utf8'))
      if (Number(name) === pid || times.parent === pid) seconds += times.cpuSeconds
    } catch {
      // it ended while the list was read
    }
  }
  return seconds
}

/** Reads `VmRSS` in the text of /proc/PID/status, in megabytes of 1024 * 1024 bytes. */
export function parseResidentMegabytes(text: string): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1]
  if (kilobytes === undefined) throw new Error('The process has no resident memory')
  return Number(kilobytes) / 1024
}

export function residentMegabytesOf(pid: number): number {
  return parseResidentMegabytes(readFileSync(`/proc/${pid}/status`, 'utf8'))
}
