// Bundles the server into packages/server/dist. Runs on Node 24, after the installation.
import { isBuiltin } from 'node:module'
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

const options = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  logLevel: 'warning',
}

try {
  await build({
    ...options,
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
