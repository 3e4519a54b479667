import type { RealmContentRepresentation } from '@ztrust/contract/admin/realm-content'
import { ImportReport } from '@ztrust/contract/admin/realms'
import { importUsers, type Tools } from './import-users.ts'
import type { RealmFile } from './read-realm-file.ts'
import { readRows } from './read-rows.ts'

/**
 * Makes a realm of a file with all its users. Until the last one is there nobody can sign in; when something goes wrong
 * the realm is removed again. False when it was.
 */
export async function importRealm(tools: Tools, { name, content, userFiles }: RealmFile): Promise<boolean> {
  const { api, output } = tools
  const { users = [], enabled = true, ...realm } = content
  const made = await api.call('POST', '', { ...realm, enabled: false })
  tellLeftOut(tools, made)
  try {
    const rows = joinRows(users, userFiles)
    const { state, imported } = await importUsers(tools, name, { exact: true, wholeRealm: { enabled } }, rows)
    if (state === 'done') {
      output.say(`${output.paint('+', 'green')} ${name} with ${imported} users`)
      return true
    }
  } catch (error) {
    await removeRealm(tools, name)
    throw error
  }
  await removeRealm(tools, name)
  output.say(output.paint(`${name} was not imported: not all of its users could be made.`, 'red'))
  return false
}

function removeRealm({ api }: Tools, name: string): Promise<unknown> {
  return api.call('DELETE', `/${encodeURIComponent(name)}`)
}

async function* joinRows(
  users: NonNullable<RealmContentRepresentation['users']>,
  files: readonly string[],
): AsyncGenerator<string> {
  for (const user of users) yield JSON.stringify(user)
  for (const file of files) yield* readRows(file)
}

/** What had no place is never left out without a word. */
export function tellLeftOut({ output }: Pick<Tools, 'output'>, answer: unknown): void {
  if (answer === undefined) return
  for (const { what, reason } of ImportReport.parse(answer).leftOut) {
    output.say(output.paint(`  left out: ${what}: ${reason}`, 'yellow'))
  }
}
