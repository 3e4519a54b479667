import { type Kysely, sql } from 'kysely'
import type { Clock } from '../kernel/clock.ts'
import type { Schema } from './schema.ts'

/** Writes one small row: a database that only still reads (full disk, failed over to a standby) is not usable. */
export async function pingByWriting(writer: Kysely<Schema>, clock: Clock): Promise<void> {
  await sql`insert into server_setting (name, value) values ('last-health-check', ${String(clock.now())})
    on conflict (name) do update set value = excluded.value`.execute(writer)
}
