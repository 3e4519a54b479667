// Bundles the server into packages/server/dist/main.js. Runs on Node 24, after the installation.
import { isBuiltin } from 'node:module'
import { build } from 'esbuild'
import { at } from './layout.mjs'

// Installed packages stay in node_modules (some are native); our own workspaces are source and go into the bundle.
const ownSourceOnly = {
  name: 'own-source-only',
  setup(plugins) {
    plugins.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || path.startsWith('@ztrust/')) return undefined
      return { path: isBuiltin(path) && !path.startsWith('node:') ? `node:${path}` : path, external: true }
    })
  },
}

try {
  await build({
    entryPoints: [at('packages/server/src/main.ts')],
    outfile: at('packages/server/dist/main.js'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [ownSourceOnly],
  })
} catch (error) {
  // esbuild has told its own errors already
  if (error.errors === undefined) throw error
  process.exitCode = 1
}
