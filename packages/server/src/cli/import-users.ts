import { type UserImportInput, UserImportRefusal, UserImportRepresentation } from '@ztrust/contract/admin/user-imports'
import * as z from 'zod'
import type { Clock } from '../kernel/clock.ts'
import type { AdminApi } from './admin-api.ts'
import type { Output } from './output.ts'

export interface Tools {
  readonly api: AdminApi
  readonly clock: Clock
  readonly output: Output
}

const partBytes = 1_000_000
const lookMilliseconds = 1_000
const refusalsAtOnce = 1000

/** Sends rows in parts, has them made, and tells how it goes until it has ended. */
export async function importUsers(
  { api, clock, output }: Tools,
  realm: string,
  options: UserImportInput,
  rows: AsyncIterable<string>,
): Promise<UserImportRepresentation> {
  const base = `/${encodeURIComponent(realm)}/ztrust/user-imports`
  const { id } = UserImportRepresentation.parse(await api.call('POST', base, options))
  let sent = 0
  let part: string[] = []
  let bytes = 0
  const flush = async () => {
    if (part.length === 0) return
    const answer = await api.send(`${base}/${id}/rows?first=${sent}`, part.join('\n'))
    sent = UserImportRepresentation.parse(answer).received
    part = []
    bytes = 0
    output.say(output.paint(`  ${sent} users sent`, 'dim'))
  }
  for await (const row of rows) {
    // A row of several lines would be several rows.
    const line = row.includes('\n') ? JSON.stringify(JSON.parse(row)) : row
    part.push(line)
    bytes += line.length
    if (bytes >= partBytes) await flush()
  }
  await flush()
  await api.call('POST', `${base}/${id}/start`)
  return waitForEnd({ api, clock, output }, `${base}/${id}`)
}

async function waitForEnd({ api, clock, output }: Tools, path: string): Promise<UserImportRepresentation> {
  let told = ''
  for (;;) {
    const one = UserImportRepresentation.parse(await api.call('GET', path))
    const line = `  ${one.imported} of ${one.received} users made, ${one.refused} refused`
    if (line !== told) output.say(output.paint(line, 'dim'))
    told = line
    if (one.finishedAt !== undefined) {
      await tellRefusals({ api, output }, path)
      return one
    }
    await clock.delay(lookMilliseconds)
  }
}

async function tellRefusals({ api, output }: Pick<Tools, 'api' | 'output'>, path: string): Promise<void> {
  for (let first = 0; ; first += refusalsAtOnce) {
    const answer = await api.call('GET', `${path}/refusals?first=${first}&max=${refusalsAtOnce}`)
    const refusals = z.array(UserImportRefusal).parse(answer)
    for (const { row, username, reason } of refusals) {
      output.say(output.paint(`  row ${row}${username === undefined ? '' : ` (${username})`}: ${reason}`, 'red'))
    }
    if (refusals.length < refusalsAtOnce) return
  }
}
