import { execFileSync } from 'node:child_process'

export interface StartedPostgres {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

interface Services {
  startPostgres(options: { readonly isDurable: boolean }): Promise<StartedPostgres>
}

/** A PostgreSQL of its own that writes what it commits, as in production. */
export async function startPostgres(): Promise<StartedPostgres> {
  return await (await loadServices()).startPostgres({ isDurable: true })
}

export function isPostgresInstalled(): boolean {
  try {
    execFileSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin/postgres || command -v postgres'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The scripts are plain JavaScript without types. */
async function loadServices(): Promise<Services> {
  const services: unknown = await import(new URL('../scripts/services.mjs', import.meta.url).href)
  if (typeof services === 'object' && services !== null && 'startPostgres' in services) return services as Services
  throw new Error('scripts/services.mjs starts no PostgreSQL')
}
