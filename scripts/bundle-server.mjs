// Bundles the server into packages/server/dist. Runs on Node 24, after the installation.
import { mkdir, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { dirname } from 'node:path'
import { build } from 'esbuild'
import { at } from './layout.mjs'

/**
 * Packages that stay in node_modules: what is native, what needs its own files beside it, the optional part of `pg`, and
 * undici: CommonJS that is loaded when needed has lost its names in a bundle.
 * All others are in the bundle: finding and reading their thousand files took half of the time to start.
 */
const external = ['@node-rs/argon2', 'better-sqlite3', 'sharp', 'pg-native', 'pino-pretty', 'undici']

const withNodePrefix = {
  name: 'with-node-prefix',
  setup(plugins) {
    plugins.onResolve({ filter: /^[^./]/ }, ({ path }) =>
      isBuiltin(path) && !path.startsWith('node:') ? { path: `node:${path}`, external: true } : undefined,
    )
  },
}

/**
 * One character beyond Latin-1 makes V8 keep the whole file in two bytes a character. esbuild writes strings in ASCII;
 * what it leaves stands in regular expressions, which know the same escapes.
 */
async function writeInAscii({ outputFiles }) {
  for (const { path, text } of outputFiles) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, path.endsWith('.js') ? text.replace(/[^\0-\x7f]/g, escapeCharacter) : text)
  }
}

const escapeCharacter = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

const options = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  // V8 keeps the source in memory, without comments and blanks two thirds of it.
  minifyWhitespace: true,
  lineLimit: 500,
  logLevel: 'warning',
}

try {
  const server = await build({
    ...options,
    write: false,
    entryPoints: [at('packages/server/src/main.ts')],
    outdir: at('packages/server/dist'),
    entryNames: 'server',
    // What is loaded only when needed keeps a file of its own.
    splitting: true,
    sourcemap: 'linked',
    external,
    // Bundled CommonJS asks for Node's modules by `require`, which modules do not have.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    plugins: [withNodePrefix],
  })
  await writeInAscii(server)
  await build({
    ...options,
    stdin: {
      // Beside the bundle, not in the folder for temporary files: whoever can write there could give us code to run.
      contents: `import { enableCompileCache } from 'node:module'
        enableCompileCache(import.meta.dirname + '/compile-cache')
        await import('./server.js')`,
      resolveDir: at('packages/server/dist'),
    },
    external: ['./server.js'],
    outfile: at('packages/server/dist/main.js'),
  })
} catch (error) {
  // esbuild has told its own errors already
  if (error.errors === undefined) throw error
  process.exitCode = 1
}
