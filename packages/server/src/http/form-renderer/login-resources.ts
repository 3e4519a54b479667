import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { findThemeFolder } from '../i18n/theme-folder.ts'

export interface StaticResource {
  readonly bytes: Buffer
  readonly mediaType: string
  /** Strong entity tag, in quotes. */
  readonly etag: string
}

/** The files of the login pages. Their addresses hold `hash`, so they may be cached for ever. */
export interface StaticResources {
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

let loaded: StaticResources | undefined

/** Reads the files once for the process: the theme's own and the font from its package. */
export function loginResources(): StaticResources {
  loaded ??= readResources()
  return loaded
}

function readResources(): StaticResources {
  const folder = join(findThemeFolder('login'), 'resources')
  const fonts = join(dirname(createRequire(import.meta.url).resolve('@fontsource-variable/inter/wght.css')), 'files')
  const sources = [
    ...readdirSync(folder).map((name) => ({ path: `login/${name}`, file: join(folder, name) })),
    ...fontSubsets.map((subset) => ({
      path: `login/fonts/inter-${subset}.woff2`,
      file: join(fonts, `inter-${subset}-wght-normal.woff2`),
    })),
  ]
  const files = new Map<string, StaticResource>()
  const all = createHash('sha256')
  for (const { path, file } of sources.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const mediaType = mediaTypes[extname(file)]
    if (mediaType === undefined) continue
    const bytes = readFileSync(file)
    const digest = createHash('sha256').update(bytes).digest('base64url')
    all.update(`${path} ${digest}\n`)
    files.set(path, { bytes, mediaType, etag: `"${digest.slice(0, 22)}"` })
  }
  return { hash: all.digest('base64url').replace(/[-_]/g, '').slice(0, 12), files }
}
