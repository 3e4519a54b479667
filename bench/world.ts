import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import serverFlags from '../scripts/server-flags.json' with { type: 'json' }
import { pinBesideSubject, type StartedChild, startPinned } from './child.ts'
import { HttpClient } from './http-client.ts'
import { type StartedPostgres, startPostgres } from './postgres.ts'
import { cpuSecondsOf, residentMegabytesOf } from './process-figures.ts'
import { type Place, type Seed, seedWorld } from './seed/seed-world.ts'
import { makeTemporaryFolder } from './temporary.ts'
import { administrator } from './ztrust-operations.ts'

const bundle = fileURLToPath(new URL('../packages/server/dist/main.js', import.meta.url))

export interface WorldPlan extends Seed {
  readonly id: string
  readonly database: 'SQLite' | 'PostgreSQL'
}

export interface Start {
  readonly seconds: number
  readonly cpuSeconds: number
}

/** A server on a database of its own. */
export interface World {
  readonly plan: WorldPlan
  readonly pid: number
  readonly databasePid: number | undefined
  readonly http: HttpClient
  readonly firstStart: Start
  readonly start: Start
  readonly seedSeconds: number
  readonly idleMegabytes: number
  stop(): Promise<void>
}

const idleMilliseconds = 1500

/** Starts on an empty database, fills it, starts again. */
export async function openWorld(plan: WorldPlan, profileFolder: string | undefined): Promise<World> {
  const data = makeTemporaryFolder()
  const postgres = plan.database === 'PostgreSQL' ? await startPostgres() : undefined
  if (postgres) await pinBesideSubject(postgres.pid)
  const place = { data, databaseUrl: postgres?.url, encryptionKey: randomBytes(32) }
  const first = await startServer(place)
  const firstStart = toStart(first)
  await first.stop()
  const began = performance.now()
  await seedWorld(place, plan)
  const seedSeconds = (performance.now() - began) / 1000
  const server = await startServer(place, profileFolder && join(profileFolder, plan.id))
  await new Promise((resolve) => setTimeout(resolve, idleMilliseconds))
  const http = new HttpClient(server.match[1] ?? '')
  return {
    plan,
    pid: server.pid,
    databasePid: postgres?.pid,
    http,
    firstStart,
    start: toStart(server),
    seedSeconds,
    idleMegabytes: residentMegabytesOf(server.pid),
    stop: () => stopWorld(http, server, postgres),
  }
}

async function stopWorld(http: HttpClient, server: StartedChild, postgres: StartedPostgres | undefined) {
  http.close()
  await server.stop()
  await postgres?.stop()
}

function toStart({ pid, readySeconds }: StartedChild): Start {
  return { seconds: readySeconds, cpuSeconds: cpuSecondsOf(pid) }
}

function startServer({ data, databaseUrl, encryptionKey }: Place, profile?: string): Promise<StartedChild> {
  if (profile !== undefined) mkdirSync(profile, { recursive: true })
  const args = [
    ...serverFlags,
    ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
    bundle,
    ...['--port', '0', '--data', data],
    ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl]),
  ]
  const env = {
    NODE_ENV: 'production',
    ZTRUST_ENCRYPTION_KEY: encryptionKey.toString('base64'),
    ZTRUST_ADMIN: administrator.username,
    ZTRUST_ADMIN_PASSWORD: administrator.password,
  }
  return startPinned(args, /ZTrust is ready at (\S+)\n/, { env, log: join(data, 'server.log') })
}
