import type { LoginFailure } from './login-failure.ts'

declare module '../../storage/schema.ts' {
  interface Schema {
    login_failure: LoginFailureRow
  }
}

export interface LoginFailureRow {
  realm_id: string
  user_id: string
  failures: number
  temporary_lockouts: number
  last_failure_at: number
  last_failure_ip: string | null
  locked_until: number
}

export function toLoginFailure(row: LoginFailureRow): LoginFailure {
  return {
    realmId: row.realm_id,
    userId: row.user_id,
    failures: row.failures,
    temporaryLockouts: row.temporary_lockouts,
    lastFailureAt: row.last_failure_at,
    ...(row.last_failure_ip === null ? {} : { lastFailureIp: row.last_failure_ip }),
    lockedUntil: row.locked_until,
  }
}
