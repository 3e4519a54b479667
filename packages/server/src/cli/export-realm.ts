import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { UserExportRepresentation } from '@ztrust/contract/admin/realm-export'
import { stringify } from 'yaml'
import type { AdminApi } from './admin-api.ts'
import type { Output } from './output.ts'

export interface ExportOptions {
  readonly realm: string
  /** One file; with users at its end. `.yaml` is for realms without users. */
  readonly file?: string
  /** A folder with `REALM-realm.json` and `REALM-users-N.json`. */
  readonly folder?: string
  readonly withUsers: boolean
  readonly usersPerFile: number
}

/** Writes a realm with its keys and secrets, page by page: however many users there are, one page is in memory. */
export async function exportRealm(api: AdminApi, output: Output, options: ExportOptions): Promise<void> {
  const { realm, folder, withUsers, usersPerFile } = options
  const content = await api.call('GET', `/${encodeURIComponent(realm)}/ztrust/export`)
  if (folder === undefined) return exportToFile(api, output, options, content)
  mkdirSync(folder, { recursive: true })
  // Everything that opens the realm is in these files.
  writeFileSync(join(folder, `${realm}-realm.json`), toJson(content), { mode: 0o600 })
  let number = 0
  for await (const users of withUsers ? readPages(api, realm, usersPerFile) : []) {
    const text = toJson({ realm, users })
    writeFileSync(join(folder, `${realm}-users-${number}.json`), text, { mode: 0o600 })
    number += 1
  }
  output.say(`${realm} is in ${folder}, its users in ${number} files.`)
}

async function exportToFile(api: AdminApi, output: Output, options: ExportOptions, content: unknown): Promise<void> {
  const { realm, file = `${realm}.json`, withUsers, usersPerFile } = options
  if (/\.ya?ml$/.test(file)) {
    writeFileSync(file, stringify(content), { mode: 0o600 })
    output.say(`${realm} is in ${file}, without its users.`)
    return
  }
  const target = createWriteStream(file, { mode: 0o600 })
  const write = async (text: string) => {
    if (!target.write(text)) await once(target, 'drain')
  }
  await write(withUsers ? toJson(content).replace(/\n}\n$/, ',\n  "users": [\n') : toJson(content))
  let count = 0
  for await (const users of withUsers ? readPages(api, realm, usersPerFile) : []) {
    await write(users.map((user, index) => `${count + index > 0 ? ',\n' : ''}${JSON.stringify(user)}`).join(''))
    count += users.length
  }
  if (withUsers) await write('\n]}\n')
  target.end()
  await finished(target)
  output.say(`${realm} is in ${file}${withUsers ? ` with ${count} users` : ''}.`)
}

async function* readPages(api: AdminApi, realm: string, size: number): AsyncGenerator<readonly unknown[]> {
  for (let after = ''; ; ) {
    const query = new URLSearchParams({ after, max: String(size) })
    const answer = await api.call('GET', `/${encodeURIComponent(realm)}/ztrust/user-export?${query}`)
    const { users, next } = UserExportRepresentation.parse(answer)
    if (users.length > 0) yield users
    if (next === undefined) return
    after = next
  }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
