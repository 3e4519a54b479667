import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { RealmContentRepresentation } from '@ztrust/contract/admin/realm-content'
import { parse } from 'yaml'
import { substitute } from './substitute.ts'

export interface RealmFile {
  readonly name: string
  readonly content: RealmContentRepresentation
  /** Files of users beside it, in order: `REALM-users-0.json`... */
  readonly userFiles: readonly string[]
}

const endings = ['.json', '.yaml', '.yml']

/** Reads realms from a file, or from a folder with a file for each realm and, beside it, files of its users. */
export function readRealmFiles(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly RealmFile[] {
  if (!existsSync(path)) throw new Error(`There is no file ${path}`)
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => endings.includes(extname(name)) && !isUserFile(name))
        .sort()
        .map((name) => join(path, name))
    : [path]
  if (files.length === 0) throw new Error(`There is no realm file in ${path}`)
  return files.flatMap((file) => readRealms(file, environment))
}

function readRealms(file: string, environment: Readonly<Record<string, string | undefined>>): readonly RealmFile[] {
  const text = readFileSync(file, 'utf8')
  const value = substitute(extname(file) === '.json' ? JSON.parse(text) : parse(text), environment)
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.map((one) => {
    const content = RealmContentRepresentation.safeParse(withoutNulls(one))
    if (!content.success) {
      const problems = content.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      throw new Error(`${file} is no realm file:\n  ${problems.slice(0, 20).join('\n  ')}`)
    }
    const name = content.data.realm
    if (name === undefined) throw new Error(`${file} does not say which realm it is of (realm)`)
    return { name, content: content.data, userFiles: findUserFiles(file, name) }
  })
}

function isUserFile(name: string): boolean {
  return /-users-\d+\.json$/.test(name)
}

function findUserFiles(file: string, realm: string): readonly string[] {
  const number = (name: string) => Number(/(\d+)\.json$/.exec(name)?.[1] ?? 0)
  return readdirSync(dirname(file))
    .filter((name) => isUserFile(name) && name.startsWith(`${realm}-users-`))
    .sort((a, b) => number(a) - number(b))
    .map((name) => join(dirname(file), basename(name)))
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([, entry]) => entry !== null)
  return Object.fromEntries(kept.map(([name, entry]) => [name, withoutNulls(entry)]))
}
