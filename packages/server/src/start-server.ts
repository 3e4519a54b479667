import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { createHashLane } from './crypto/hash-lane.ts'
import { createSecretBox } from './crypto/secret-box.ts'
import { listenHttps } from './http/client-certificate/listen-https.ts'
import { createHttpServer } from './http/create-http-server.ts'
import { createOutboundClient } from './http/outbound/create-outbound-client.ts'
import type { Clock } from './kernel/clock.ts'
import type { ServerConfig } from './kernel/config.ts'
import { OperatorError } from './kernel/error.ts'
import type { Ids } from './kernel/ids.ts'
import type { Log } from './kernel/log.ts'
import type { Random } from './kernel/random.ts'
import { createJobRunner, type JobRunner } from './model/job/run-jobs.ts'
import { ensureMasterRealm } from './model/realm/ensure-master-realm.ts'
import { createRealmSnapshots } from './model/realm/load-realm-snapshots.ts'
import { requireFittingKey } from './model/server-setting/encryption-key.ts'
import { createKnownUsers } from './model/user/known-users.ts'
import type { Module } from './spi/module.ts'
import { createRegistry } from './spi/registry.ts'
import type { ServerContext } from './spi/server-context.ts'
import { createUrls } from './spi/urls.ts'
import type { Storage } from './storage/db.ts'
import { migrations } from './storage/migrations/migrations.ts'
import { openSqlite } from './storage/open-sqlite.ts'

export interface Surroundings {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly log: Log
}

export interface RunningServer {
  readonly context: ServerContext
  readonly http: FastifyInstance
  /** Where it listens on this machine; differs from `context.urls.base` behind a proxy. */
  readonly address: string
  /** Does the jobs that are due without waiting for the next look. */
  readonly runDueJobs: JobRunner['runDue']
  /** Stops taking requests, answers those in flight, finishes jobs, closes the storage. */
  stop(): Promise<void>
}

/** Starts everything in order: key, storage, master realm, modules, jobs, http. Whatever fails undoes what came before. */
export async function startServer(
  config: ServerConfig,
  modules: readonly Module[],
  surroundings: Surroundings,
): Promise<RunningServer> {
  const registry = createRegistry(modules)
  const storage = await openStorage(config, modules, surroundings)
  try {
    const secrets = createSecretBox(encryptionKey(config))
    await requireFittingKey(storage, secrets)
    const port = config.port === 0 && !config.hostname ? await findFreePort(config.host) : config.port
    const httpsPort = config.httpsPort === 0 ? await findFreePort(config.host) : config.httpsPort
    const base = config.hostname ?? `http://localhost:${port}`
    const server: ServerContext = {
      config,
      ...surroundings,
      storage,
      secrets,
      registry,
      realms: createRealmSnapshots(storage, secrets),
      users: createKnownUsers(storage),
      hashing: createHashLane({
        random: surroundings.random,
        lanes: config.hashLanes ?? Math.min(3, availableParallelism()),
        queue: config.hashQueue,
      }),
      outbound: createOutboundClient(config.outboundAllow),
      urls: createUrls(base, findMutualTlsAddress(config, base, httpsPort)),
    }
    await ensureMasterRealm(server)
    return await serve(server, port, httpsPort)
  } catch (error) {
    await storage.close()
    throw error
  }
}

async function serve(server: ServerContext, port: number, httpsPort: number | undefined): Promise<RunningServer> {
  const { modules } = server.registry
  const http = await createHttpServer(server)
  for (const module of modules) await module.start?.(server)
  const jobs = createJobRunner(server)
  const https = httpsPort === undefined ? undefined : await listenHttps(http, server.config, httpsPort)
  await listen(http, server.config.host, port)
  jobs.start()
  return {
    context: server,
    http,
    address: addressOf(http),
    runDueJobs: jobs.runDue,
    stop: async () => {
      await Promise.all([http.close(), https?.close()])
      await jobs.stop()
      for (const module of [...modules].reverse()) await module.stop?.(server)
      await server.outbound.close()
      await server.storage.close()
    },
  }
}

/** Clients show certificates to the TLS port that asks for them, or to a proxy that passes them on. */
function findMutualTlsAddress(config: ServerConfig, base: string, httpsPort: number | undefined): string | undefined {
  const isAsked = httpsPort !== undefined && config.httpsClientAuth !== 'none'
  if (!isAsked && config.clientCertificateLookup === 'none') return undefined
  const isBehindTls = base.startsWith('https:') || !isAsked
  return config.mtlsHostname ?? (isBehindTls ? base : `https://localhost:${httpsPort}`)
}

async function listen(http: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await http.listen({ host, port })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'EADDRINUSE') {
      throw new OperatorError(
        `Port ${port} is taken by another program. Stop that one, or choose another: --port N`,
        cause,
      )
    }
    if (code === 'EACCES')
      throw new OperatorError(`Port ${port} may not be opened by this user. Choose another: --port N`, cause)
    throw cause
  }
}

function addressOf(http: FastifyInstance): string {
  const { address, family, port } = http.server.address() as AddressInfo
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** A free port, needed before listening because the issuer in every address contains it. */
async function findFreePort(host: string): Promise<number> {
  const { createServer } = await import('node:net')
  const probe = createServer()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  probe.once('error', reject)
  probe.listen(0, host, resolve)
  await promise
  const { port } = probe.address() as AddressInfo
  const closed = Promise.withResolvers<void>()
  probe.close(() => closed.resolve())
  await closed.promise
  return port
}

async function openStorage(
  config: ServerConfig,
  modules: readonly Module[],
  { clock, ids, log }: Surroundings,
): Promise<Storage> {
  const all = [...migrations, ...modules.flatMap((module) => module.migrations ?? [])]
  const options = { clock, ids, log, migrations: all }
  if (!config.databaseUrl) return openSqlite(config.data, options)
  const { openPostgres } = await import('./storage/open-postgres.ts')
  return openPostgres(config.databaseUrl, { ...options, poolSize: config.databasePoolSize })
}

/** The key of secrets at rest: configured, or made once and kept beside the embedded database, readable by us only. */
function encryptionKey(config: ServerConfig): Buffer {
  if (config.encryptionKey) return Buffer.from(config.encryptionKey, 'base64')
  const file = join(config.data, 'encryption.key')
  if (existsSync(file)) {
    const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
    if (key.length === 32) return key
    throw new OperatorError(
      `The file ${file} does not hold 32 bytes in base64. Restore it, or set ZTRUST_ENCRYPTION_KEY.`,
    )
  }
  const key = randomBytes(32)
  mkdirSync(config.data, { recursive: true, mode: 0o700 })
  writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  return key
}
