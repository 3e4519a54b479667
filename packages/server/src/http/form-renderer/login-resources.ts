import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { findThemeFolder } from '../../i18n/theme-folder.ts'

interface StaticResource {
  readonly bytes: Buffer
  readonly mediaType: string
  /** Strong entity tag, in quotes. */
  readonly etag: string
}

/** The files of the login pages. Their addresses hold `hash`, so they may be cached for ever. */
interface StaticResources {
  /** Changes with any byte of any file. */
  readonly hash: string
  /** By path below `/resources/{hash}/`: `login/login.css`. */
  readonly files: ReadonlyMap<string, StaticResource>
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Subsets of Inter; browsers fetch those whose characters a page has. */
const fontSubsets = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese']

const require = createRequire(import.meta.url)

let loaded: StaticResources | undefined

/** Reads the files once for the process: the theme's own and the font from its package. */
export function loginResources(): StaticResources {
  loaded ??= readResources()
  return loaded
}

function readResources(): StaticResources {
  const theme = findThemeFolder('login')
  const fonts = join(dirname(require.resolve('@fontsource-variable/inter/wght.css')), 'files')
  const sources = new Map<string, Buffer>([['login/login.css', readStyleSheet(join(theme, 'styles'))]])
  for (const name of readdirSync(join(theme, 'resources')))
    sources.set(`login/${name}`, readFileSync(join(theme, 'resources', name)))
  for (const subset of fontSubsets)
    sources.set(`login/fonts/inter-${subset}.woff2`, readFileSync(join(fonts, `inter-${subset}-wght-normal.woff2`)))

  const files = new Map<string, StaticResource>()
  const all = createHash('sha256')
  for (const [path, bytes] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const mediaType = mediaTypes[extname(path)]
    if (mediaType === undefined) continue
    const digest = createHash('sha256').update(bytes).digest('base64url')
    all.update(`${path} ${digest}\n`)
    files.set(path, { bytes, mediaType, etag: `"${digest.slice(0, 22)}"` })
  }
  return { hash: all.digest('base64url').replace(/[-_]/g, '').slice(0, 12), files }
}

/** One style sheet of the numbered parts in their order: a page loads one file. */
function readStyleSheet(folder: string): Buffer {
  const parts = readdirSync(folder).filter((name) => name.endsWith('.css'))
  return Buffer.concat(parts.sort().map((name) => readFileSync(join(folder, name))))
}
