import type { InitialAccess } from './initial-access.ts'

export interface InitialAccessRow {
  id: string
  realm_id: string
  allowed_count: number
  remaining_count: number
  lifespan: number
  created_at: number
  expires_at: number | null
}

declare module '../../storage/schema.ts' {
  interface Schema {
    client_initial_access: InitialAccessRow
  }
}

export function toInitialAccess(row: InitialAccessRow): InitialAccess {
  return {
    id: row.id,
    realmId: row.realm_id,
    count: row.allowed_count,
    remainingCount: row.remaining_count,
    lifespan: row.lifespan,
    createdAt: row.created_at,
  }
}
