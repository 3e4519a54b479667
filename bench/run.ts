// npm run bench: see README.md beside this file.
import { constants, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BareLimits, limitKinds, startBareLimits } from './bare-limits.ts'
import { type Case, cases } from './cases.ts'
import { pinBesideSubject, type StartedChild, startPinned } from './child.ts'
import { HttpClient } from './http-client.ts'
import { measure, type Operation, type Subject } from './measure.ts'
import { type Options, readOptions } from './options.ts'
import { openOracle } from './oracle.ts'
import { isPostgresInstalled } from './postgres.ts'
import { residentMegabytesOf } from './process-figures.ts'
import { type CaseResult, type Results, writeResults } from './report.ts'
import { fewUsers } from './seed/seed-world.ts'
import { median, summarise, type Window } from './statistics.ts'
import { makeTemporaryFolder } from './temporary.ts'
import { openWorld, type World } from './world.ts'

interface Job {
  readonly item: Case
  /** A world's id, `peer` or `oracle`. */
  readonly where: string
  readonly subject: Subject
  readonly operation: Operation
  readonly windows: Window[]
}

type Peers = Readonly<Record<'RS256' | 'ES256', { readonly child: StartedChild; readonly http: HttpClient }>>

const options = readOptions(process.argv.slice(2))
await pinBesideSubject(process.pid)
const began = performance.now()
const limits = await startBareLimits()
const peers = { RS256: await startPeer('RS256'), ES256: await startPeer('ES256') }
const worlds: World[] = []
const oracle = options.oracle && (await openOracle(options.oracle))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(128 + constants.signals[signal])))
}
try {
  for (const plan of options.worlds) {
    if (plan.database === 'PostgreSQL' && !isPostgresInstalled()) continue
    say(`Filling ${plan.id}: ${plan.moreRealms + 3} realms, ${plan.users} users`)
    const world = await openWorld(plan, options.profileFolder)
    say(`  ${world.seedSeconds.toFixed(1)} s; ready in ${world.start.seconds.toFixed(2)} s`)
    worlds.push(world)
  }
  const results = await measureAll(worlds, peers, limits, options)
  if (options.only.length > 0) writeResults(results, tmpdir())
  else writeResults(results, fileURLToPath(new URL('./results', import.meta.url)))
} finally {
  await stopAll()
}

async function stopAll(): Promise<void> {
  limits.stop()
  for (const { child, http } of Object.values(peers)) {
    http.close()
    await child.stop()
  }
  for (const world of worlds) await world.stop()
  await oracle?.close()
}

async function startPeer(algorithm: 'RS256' | 'ES256') {
  const program = fileURLToPath(new URL('./peer-program.ts', import.meta.url))
  const log = join(makeTemporaryFolder(), 'peer.log')
  const child = await startPinned([program, algorithm], /ready at (\S+)\n/, { env: { NODE_ENV: 'production' }, log })
  return { child, http: new HttpClient(child.match[1] ?? '') }
}

/** Every case everywhere in every round, so that what disturbs the machine disturbs all of them. */
async function measureAll(
  all: readonly World[],
  peerServers: Peers,
  bare: BareLimits,
  { rounds, effort, limitSeconds, only, mode }: Options,
): Promise<Results> {
  const jobs = openJobs(all, peerServers, only)
  const limitRounds = new Map(limitKinds.map((kind) => [kind, [] as number[]]))
  const loads: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    for (const kind of limitKinds) limitRounds.get(kind)?.push(await bare.measure(kind, limitSeconds))
    for (const { item, where, subject, operation, windows } of jobs) {
      const window = await measure(subject, operation, effort, round === 1).catch(noteFailure(item, where))
      if (!window) continue
      windows.push(window)
      loads.push(loadavg()[0] ?? 0)
      const rate = (window.operations / window.cpuSeconds).toFixed(0).padStart(7)
      say(`  ${round}/${rounds} ${item.id.padEnd(30)} ${where.padEnd(15)} ${rate}/CPU-s`)
    }
  }
  return {
    mode,
    rounds,
    effort,
    loads,
    limits: Object.fromEntries([...limitRounds].map(([kind, values]) => [kind, median(values)])),
    cases: jobs
      .filter(({ windows }) => windows.length > 0)
      .map(
        ({ item, where, windows }): CaseResult => ({
          id: item.id,
          title: item.title,
          work: item.work,
          where,
          ...summarise(windows),
        }),
      ),
    worlds: all.map(({ plan, firstStart, start, seedSeconds, idleMegabytes, pid }) => ({
      ...plan,
      firstStart,
      start,
      seedSeconds,
      idleMegabytes,
      loadedMegabytes: residentMegabytesOf(pid),
    })),
    peerMegabytes: residentMegabytesOf(peerServers.RS256.child.pid),
    seconds: (performance.now() - began) / 1000,
  }
}

function openJobs(all: readonly World[], peerServers: Peers, only: readonly string[]): readonly Job[] {
  const chosen = cases.filter(({ id }) => only.length === 0 || only.some((part) => id.includes(part)))
  return chosen.flatMap((item): Job[] => {
    const own = all.flatMap(({ plan, http, pid, databasePid }): Job[] => {
      if (!item.isEverywhere && !plan.id.endsWith('-small')) return []
      const operation = item.open(http, plan)
      return operation ? [{ item, where: plan.id, subject: { pid, databasePid }, operation, windows: [] }] : []
    })
    if (oracle && item.isForOracle) {
      const operation = item.open(oracle.http, { moreRealms: 0, users: fewUsers })
      if (operation) own.push({ item, where: 'oracle', subject: { pid: oracle.pid }, operation, windows: [] })
    }
    if (!item.peer) return own
    const { child, http } = peerServers[item.peer.algorithm]
    const operation = item.peer.open(http)
    return [...own, { item, where: 'peer', subject: { pid: child.pid }, operation, windows: [] }]
  })
}

/** One broken case must not cost the results of all others; the run still ends as failed. */
function noteFailure(item: Case, where: string) {
  return (error: unknown): undefined => {
    process.exitCode = 1
    say(`  FAILED ${item.id} at ${where}: ${error instanceof Error ? error.message : error}`)
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
