import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const source = join(root, 'packages/server/src')

interface SourceFile {
  /** Path below packages/server/src. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly isTest: boolean
  /** Paths below packages/server/src of our own files it imports; `types` are erased and cannot make a cycle. */
  readonly imports: readonly { readonly path: string; readonly isType: boolean }[]
}

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/node_modules|\/dist\//.test(path))
}

function readSource(file: string): SourceFile {
  const text = readFileSync(file, 'utf8')
  const imports = [...text.matchAll(/^(import|export)( type)? [^'"]*?from '(\.[^']+)'/gms)].map((match) => ({
    path: relative(source, resolve(dirname(file), String(match[3]))),
    isType: match[2] !== undefined,
  }))
  return {
    path: relative(source, file),
    text,
    lines: text.split('\n').length,
    isTest: /\.test\.ts$/.test(file),
    imports,
  }
}

const files = filesBelow(source, /\.ts$/).map(readSource)
const code = files.filter((file) => !file.isTest)

const floors = ['kernel', 'storage|crypto', 'model', 'spi', 'oauth|i18n', 'modules', 'http']
function floorOf(path: string): number {
  const folder = path.split('/')[0] ?? ''
  const floor = floors.findIndex((names) => names.split('|').includes(folder))
  return floor === -1 ? floors.length : floor
}

/** Lines of `text` that are code, without comments, so that a word in an explanation is no violation. */
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')

function violations(check: (file: SourceFile) => readonly string[]): string[] {
  return code.flatMap((file) => check(file).map((problem) => `${file.path}: ${problem}`))
}

describe('the architecture', () => {
  it('sees every source file that exists', () => {
    const listed = readdirSync(source, { recursive: true }).filter((name) => String(name).endsWith('.ts'))
    expect(files.length).toBe(listed.length)
    expect(code.length).toBeGreaterThan(60)
    expect(code.filter((file) => file.imports.length > 0).length).toBeGreaterThan(30)
  })

  it('lets a file import only from its own floor or from floors below', () => {
    expect(
      violations((file) =>
        file.imports.filter(({ path }) => floorOf(path) > floorOf(file.path)).map(({ path }) => `imports ${path}`),
      ),
    ).toEqual([])
  })

  it('keeps storage and crypto apart, and modules from importing each other', () => {
    const foreign = (from: string, to: string) => {
      const [fromTop, fromModule] = from.split('/')
      const [toTop, toModule] = to.split('/')
      if (fromTop === 'modules' && toTop === 'modules') return fromModule !== toModule
      return (fromTop === 'storage' && toTop === 'crypto') || (fromTop === 'crypto' && toTop === 'storage')
    }
    expect(
      violations((file) =>
        file.imports.filter(({ path }) => foreign(file.path, path)).map(({ path }) => `imports ${path}`),
      ),
    ).toEqual([])
  })

  it('has no import cycles', () => {
    const graph = new Map(
      code.map((file) => [file.path, file.imports.filter((used) => !used.isType).map((used) => used.path)]),
    )
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (path: string, trail: readonly string[]) => {
      if (trail.includes(path)) return void cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      if (done.has(path)) return
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    for (const path of graph.keys()) visit(path, [])
    expect(cycles).toEqual([])
  })

  it('re-exports only from index files, one name each', () => {
    expect(
      violations((file) =>
        /^export .* from /m.test(file.text) && !file.path.endsWith('/index.ts') ? ['re-exports'] : [],
      ),
    ).toEqual([])
    expect(violations((file) => (/^export \* from/m.test(file.text) ? ['re-exports everything'] : []))).toEqual([])
  })

  it('keeps files within 400 lines, tests within 600, module indexes within 60', () => {
    const limit = (file: SourceFile) => (file.isTest ? 600 : /^modules\/[^/]+\/index\.ts$/.test(file.path) ? 60 : 400)
    expect(files.filter((file) => file.lines > limit(file)).map((file) => `${file.path}: ${file.lines} lines`)).toEqual(
      [],
    )
    const elsewhere = [
      'packages/contract',
      'packages/ui',
      'packages/admin-console',
      'packages/account-console',
      'packages/authenticator',
    ]
      .map((folder) => join(root, folder, 'src'))
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => filesBelow(folder, /\.tsx?$/))
      .filter((file) => readFileSync(file, 'utf8').split('\n').length > (/\.test\.tsx?$/.test(file) ? 600 : 400))
    expect(elsewhere).toEqual([])
  })

  it('takes time, chance and timers from the kernel only', () => {
    const forbidden = /\b(Date\.now|new Date\(\)|Math\.random|randomUUID|setTimeout|setInterval|setImmediate)\b/
    expect(
      violations((file) =>
        floorOf(file.path) > 0 && forbidden.test(withoutComments(file.text))
          ? [String(forbidden.exec(withoutComments(file.text))?.[0])]
          : [],
      ),
    ).toEqual([])
  })

  it('keeps what a database calls its own in the storage floor', () => {
    const words =
      /\b(pragma \w+ ?=|ilike|jsonb|to_tsvector|sqlite_master|information_schema|pg_notify|on duplicate key)\b|\.pragma\(/i
    expect(
      violations((file) =>
        !file.path.startsWith('storage/') && words.test(withoutComments(file.text))
          ? [String(words.exec(withoutComments(file.text))?.[0])]
          : [],
      ),
    ).toEqual([])
    expect(
      violations((file) =>
        !file.path.startsWith('storage/') && /dialect\.name/.test(file.text) ? ['asks which database it is'] : [],
      ),
    ).toEqual([])
  })

  it('writes users, realms and sessions in one place each', () => {
    const writers: Record<string, RegExp> = {
      "insertInto('user_account')": /^model\/user\//,
      "insertInto('realm')": /^model\/realm\//,
      "insertInto('user_session')": /^model\/user-session\//,
      "insertInto('credential')": /^model\/credential\//,
      "insertInto('user_event')": /^model\/event\//,
    }
    for (const [statement, owner] of Object.entries(writers)) {
      expect(
        violations((file) => (file.text.includes(statement) && !owner.test(file.path) ? [statement] : [])),
      ).toEqual([])
    }
  })

  it('has no folder that could hold anything', () => {
    const vague = /(^|\/)(utils?|helpers?|common|managers?|services?)(\/|$)/
    expect(files.map((file) => dirname(file.path)).filter((folder) => vague.test(folder))).toEqual([])
  })

  it('lets only main and the list of modules import module indexes', () => {
    expect(
      violations((file) =>
        file.imports.some(({ path }) => /^modules\/[^/]+\/index\.ts$/.test(path)) && file.path !== 'modules.ts'
          ? ['imports a module index']
          : [],
      ),
    ).toEqual([])
  })

  it('lets no write to what tokens show of a user go by unnoticed', () => {
    const tables =
      'user_account|user_attribute|user_required_action|user_role|user_group|user_photo|group_role|realm_group'
    const isWrite = new RegExp(`(insertInto|updateTable|deleteFrom)\\('(${tables})'\\)`)
    /** A new user or group is remembered by nobody; moments of sign-ins are in no token; the rest only lock the row. */
    const harmless = [
      'model/user/create-user.ts',
      'model/user/unique-user.ts',
      'model/user/record-login.ts',
      'model/user-session/touch-user-session.ts',
      'model/group/create-group.ts',
      'model/consent/consent.store.ts',
      'model/device/change-device.ts',
    ]
    const writers = code.filter(({ text }) => isWrite.test(text))
    expect(writers.map(({ path }) => path)).toEqual(expect.arrayContaining(harmless))
    const silent = writers.filter(({ text }) => !/tx\.(userChanged|realmChanged)\(/.test(text)).map(({ path }) => path)
    expect(silent.filter((path) => !harmless.includes(path))).toEqual([])
  })
})
