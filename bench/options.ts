import { parseArgs } from 'node:util'
import type { Effort } from './measure.ts'
import type { OracleOptions } from './oracle.ts'
import type { WorldPlan } from './world.ts'

export interface Options {
  readonly mode: 'quick' | 'normal' | 'full'
  readonly worlds: readonly WorldPlan[]
  readonly rounds: number
  readonly effort: Effort
  readonly limitSeconds: number
  /** Parts of case ids; empty means all. */
  readonly only: readonly string[]
  /** Where CPU profiles of the server go. */
  readonly profileFolder?: string
  readonly usesPostgres: boolean
  readonly oracle?: OracleOptions
}

const smallUsers = 1000
const manyRealms = 1000
const manyUsers = { quick: 10_000, normal: 100_000, full: 1_000_000 } as const

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      users: { type: 'string' },
      realms: { type: 'string' },
      only: { type: 'string' },
      profile: { type: 'string' },
      oracle: { type: 'string' },
      'oracle-pid': { type: 'string' },
      'oracle-admin': { type: 'string', default: 'admin:admin' },
      'no-postgres': { type: 'boolean', default: false },
      'small-only': { type: 'boolean', default: false },
    },
  })
  const mode = values.quick ? 'quick' : values.full ? 'full' : 'normal'
  const users = values.users === undefined ? manyUsers[mode] : Number(values.users)
  const realms = values.realms === undefined ? (mode === 'quick' ? 100 : manyRealms) : Number(values.realms)
  const usesPostgres = !values['no-postgres']
  const small = { moreRealms: 0, users: smallUsers }
  const worlds: readonly WorldPlan[] = [
    { id: 'sqlite-small', database: 'SQLite', ...small },
    { id: 'sqlite-realms', database: 'SQLite', moreRealms: realms, users: smallUsers },
    { id: 'sqlite-users', database: 'SQLite', moreRealms: 0, users },
    { id: 'postgres-small', database: 'PostgreSQL', ...small },
    // A million rows twice would not fit into the time of a run.
    { id: 'postgres-users', database: 'PostgreSQL', moreRealms: 0, users: Math.min(users, manyUsers.normal) },
  ]
  const isQuick = mode === 'quick'
  return {
    mode,
    worlds: worlds.filter(
      ({ id, database }) =>
        (database === 'SQLite' || (usesPostgres && !isQuick)) && (!values['small-only'] || id.endsWith('-small')),
    ),
    rounds: isQuick ? 1 : 3,
    effort: {
      warmUpCpuSeconds: isQuick ? 4 : 10,
      cpuSeconds: 0.4,
      maximumWallSeconds: isQuick ? 15 : 30,
      concurrency: 16,
      maximumOperations: 40_000,
    },
    limitSeconds: isQuick ? 0.4 : 0.6,
    only: values.only?.split(',') ?? [],
    ...(values.profile === undefined ? {} : { profileFolder: values.profile }),
    usesPostgres,
    ...readOracle(values.oracle, values['oracle-pid'], values['oracle-admin']),
  }
}

function readOracle(
  url: string | undefined,
  pid: string | undefined,
  admin: string,
): { readonly oracle?: OracleOptions } {
  if (url === undefined) return {}
  if (pid === undefined) throw new Error('--oracle needs --oracle-pid: the process whose CPU time counts')
  const [username = '', password = ''] = admin.split(':')
  return { oracle: { url: url.replace(/\/$/, ''), pid: Number(pid), username, password } }
}
