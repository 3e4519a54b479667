import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Effort } from './measure.ts'
import { composeLimit, costGrowth, type Summary, type Work } from './statistics.ts'
import type { Start, WorldPlan } from './world.ts'

export interface CaseResult extends Summary {
  readonly id: string
  readonly title: string
  readonly work: Work
  /** A world's id, `peer` or `oracle`. */
  readonly where: string
}

export interface WorldResult extends WorldPlan {
  readonly firstStart: Start
  readonly start: Start
  readonly seedSeconds: number
  readonly idleMegabytes: number
  readonly loadedMegabytes: number
}

export interface Results {
  readonly mode: string
  readonly rounds: number
  readonly effort: Effort
  /** One-minute load averages while it was measured. */
  readonly loads: readonly number[]
  /** Operations per CPU-second by kind. */
  readonly limits: Readonly<Record<string, number>>
  readonly cases: readonly CaseResult[]
  readonly worlds: readonly WorldResult[]
  readonly peerMegabytes: number
  readonly seconds: number
}

/** Writes DATE.md and DATE.json, and prints the first. */
export function writeResults(results: Results, folder: string): void {
  const surroundings = describeSurroundings()
  const name = `${surroundings.date.slice(0, 16).replaceAll(':', '')}-${results.mode}`
  mkdirSync(folder, { recursive: true })
  const markdown = toMarkdown(results, surroundings)
  writeFileSync(join(folder, `${name}.md`), markdown)
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ ...surroundings, ...results }, undefined, 1)}\n`)
  process.stdout.write(`\n${markdown}\nWritten to ${join(folder, `${name}.md`)}\n`)
}

function describeSurroundings() {
  const processors = cpus()
  return {
    date: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    node: process.version,
    processor: processors[0]?.model ?? 'unknown',
    processors: processors.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    kernel: readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim().split('-')[0] ?? '',
  }
}

export function toMarkdown(results: Results, surroundings: ReturnType<typeof describeSurroundings>): string {
  const { loads, limits, worlds, rounds, effort } = results
  const { processor, processors, memoryGigabytes, node, kernel, date, commit } = surroundings
  const limitTexts = Object.entries(limits).map(([kind, rate]) => `${kind} ${whole(rate)}`)
  return [
    `# Benchmark of ${date.slice(0, 10)}`,
    '',
    `${processors} cores (${processor}), ${memoryGigabytes} GiB, Linux ${kernel}, Node ${node}, loopback, commit ${commit}, mode ${results.mode}.`,
    `${rounds} rounds of ${effort.cpuSeconds} CPU-seconds each, the first after ${effort.warmUpCpuSeconds} of warming up, ${effort.concurrency} requests in flight; load average ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)} (others used the machine as well); ${whole(results.seconds)} s in all.`,
    '',
    'Rates are per CPU-second of the server process, median (lowest to highest). How to read them: ../README.md.',
    '',
    `Bare limits of the same run, per CPU-second: ${limitTexts.join(', ')}.`,
    '',
    '## Against the bare limit and oidc-provider 9.13.3',
    '',
    'SQLite (durable), 3 realms, 1,000 users.',
    '',
    ...comparison(results),
    '',
    ...againstOracle(results),
    ...loginWithoutHash(results),
    '## Growth',
    '',
    'Cost of one operation as a multiple of its cost with 3 realms and 1,000 users, same run.',
    '',
    ...growth(results, 'SQLite'),
    '',
    ...postgres(results),
    '## Memory and start',
    '',
    '| | resident idle | resident after load | ready, empty database | ready, filled database | CPU to ready |',
    '|---|---|---|---|---|---|',
    ...worlds.map(
      (world) =>
        `| ${describe(world)} | ${whole(world.idleMegabytes)} MB | ${whole(world.loadedMegabytes)} MB | ${world.firstStart.seconds.toFixed(2)} s | ${world.start.seconds.toFixed(2)} s | ${world.start.cpuSeconds.toFixed(2)} s |`,
    ),
    '',
    `oidc-provider after load: ${whole(results.peerMegabytes)} MB.`,
    '',
  ].join('\n')
}

function comparison({ cases, limits }: Results): string[] {
  const small = cases.filter(({ where }) => where === 'sqlite-small')
  return [
    '| operation | per CPU-second | bare limit | of it | oidc-provider | times it | p50 / p99 ms |',
    '|---|---|---|---|---|---|---|',
    ...small.map((result) => {
      const rate = result.perCpuSecond.median
      const limit = composeLimit(result.work, limits)
      const peer = cases.find(({ id, where }) => id === result.id && where === 'peer')?.perCpuSecond.median
      return `| ${result.title} | ${spread(result)} | ${limit ? whole(limit) : ''} | ${limit ? `${whole((rate / limit) * 100)} %` : ''} | ${peer ? whole(peer) : ''} | ${peer ? (rate / peer).toFixed(1) : ''} | ${latencies(result)} |`
    }),
  ]
}

/** Only where a Keycloak was given. */
function againstOracle({ cases }: Results): string[] {
  const asked = cases.filter(({ where }) => where === 'oracle')
  if (asked.length === 0) return []
  return [
    '| operation | ZTrust, per CPU-second | Keycloak | times it | p50 / p99 ms of Keycloak |',
    '|---|---|---|---|---|',
    ...asked.flatMap((result) => {
      const own = cases.find(({ id, where }) => id === result.id && where === 'sqlite-small')
      if (!own) return []
      const times = own.perCpuSecond.median / result.perCpuSecond.median
      return [`| ${result.title} | ${spread(own)} | ${spread(result)} | ${times.toFixed(1)} | ${latencies(result)} |`]
    }),
    '',
  ]
}

/** The requests of a password login without its hash, which nothing can make cheaper. */
function loginWithoutHash({ cases, limits }: Results): string[] {
  const login = cases.find(({ id, where }) => id === 'login' && where === 'sqlite-small')?.perCpuSecond.median
  const hash = limits['Argon2id']
  if (login === undefined || hash === undefined) return []
  const rate = 1 / (1 / login - 1 / hash)
  return [`A password login without the time of its hash (at the bare limit): ${whole(rate)} per CPU-second.`, '']
}

function growth({ cases, worlds }: Results, database: string): string[] {
  const [small, ...others] = worlds.filter((world) => world.database === database)
  if (!small || others.length === 0) return []
  const rows = [...new Set(cases.map(({ id }) => id))].flatMap((id) => {
    const find = (where: string) => cases.find((result) => result.id === id && result.where === where)
    const base = find(small.id)
    const found = others.map((world) => find(world.id))
    const [first] = found.filter((result) => result !== undefined)
    if (!first) return []
    // What only the large world has is compared with its nearest relative.
    const reference =
      base ?? (id === 'client-credentials-all-realms' ? cases.find(isPlainInSmall(small.id)) : undefined)
    const cells = found.map((result) =>
      result && reference
        ? `${spread(result)} = ${costGrowth(reference.perCpuSecond.median, result.perCpuSecond.median).toFixed(2)}×`
        : '',
    )
    return [`| ${first.title} | ${base ? spread(base) : ''} | ${cells.join(' | ')} |`]
  })
  return [
    `| operation | ${[small, ...others].map(describe).join(' | ')} |`,
    `|---|${'---|'.repeat(others.length + 1)}`,
    ...rows,
  ]
}

const isPlainInSmall = (smallId: string) => (result: CaseResult) =>
  result.id === 'client-credentials-rs256' && result.where === smallId

function postgres(results: Results): string[] {
  const own = results.cases.filter(({ where }) => where === 'postgres-small')
  if (own.length === 0) return []
  return [
    '## PostgreSQL',
    '',
    'fsync and synchronous_commit on. The second rate adds the CPU time of PostgreSQL itself.',
    '',
    '| operation, 3 realms, 1,000 users | per CPU-second | with PostgreSQL | p50 / p99 ms |',
    '|---|---|---|---|',
    ...own.map(
      (result) =>
        `| ${result.title} | ${spread(result)} | ${whole(result.perCpuSecondWithDatabase)} | ${latencies(result)} |`,
    ),
    '',
    ...growth(results, 'PostgreSQL'),
    '',
  ]
}

function describe({ database, moreRealms, users }: WorldResult): string {
  return `${database}, ${whole(moreRealms + 3)} realms, ${whole(users)} users`
}

function spread({ perCpuSecond: { median, low, high } }: Summary): string {
  return `${whole(median)} (${whole(low)}–${whole(high)})`
}

function latencies({ p50Milliseconds, p99Milliseconds }: Summary): string {
  return `${p50Milliseconds.toFixed(1)} / ${p99Milliseconds.toFixed(1)}`
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
