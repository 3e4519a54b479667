import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, type ResolvedConfig } from 'vite'

/** Fonts of scripts that few people read are fetched when needed; everything else must be there offline. */
const onDemand = /\.(?:woff2?|ttf)$/
const always = /inter-latin-wght/

/**
 * Builds `src/service-worker.ts` as one file beside the page, with the list of files that make the shell and a version
 * that changes with any of them.
 */
export function serviceWorkerPlugin(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'ztrust-service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved: (resolved) => {
      config = resolved
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const built = Object.keys(bundle).filter((name) => !onDemand.test(name) || always.test(name))
        const copied = readdirSync(config.publicDir).filter((name) => !name.startsWith('.'))
        const hash = createHash('sha256')
        for (const name of [...built].sort()) {
          const file = bundle[name]
          hash.update(name).update(file === undefined ? '' : file.type === 'chunk' ? file.code : file.source)
        }
        for (const name of copied) hash.update(readFileSync(join(config.publicDir, name)))
        const files = [...built.filter((name) => name !== 'index.html'), ...copied].sort()
        const source = await buildWorker(config, files, hash.digest('hex').slice(0, 16))
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source })
      },
    },
  }
}

async function buildWorker(config: ResolvedConfig, files: readonly string[], version: string): Promise<string> {
  const result = await build({
    configFile: false,
    root: config.root,
    base: config.base,
    publicDir: false,
    logLevel: 'warn',
    define: { __SHELL_FILES__: JSON.stringify(files), __SHELL_VERSION__: JSON.stringify(version) },
    build: {
      write: false,
      target: config.build.target,
      lib: {
        entry: fileURLToPath(new URL('./src/service-worker.ts', import.meta.url)),
        formats: ['iife'],
        name: 'ztrustServiceWorker',
      },
    },
  })
  const outputs = Array.isArray(result) ? result : [result]
  for (const output of outputs) {
    if (!('output' in output)) continue
    const [chunk] = output.output
    if (chunk.type === 'chunk') return chunk.code
  }
  throw new Error('The service worker was not built')
}
