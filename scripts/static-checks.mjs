// The checks that need no running server: types, lint and format, dead code, generated documents.
import { existsSync } from 'node:fs'
import { at, tools, typedPackages } from './layout.mjs'
import { environmentWith } from './node24.mjs'
import { inParallel, run } from './processes.mjs'
import { Problem } from './terminal.mjs'

async function expectSuccess(node24, args, sentence) {
  const env = environmentWith(node24, { NO_COLOR: '1' })
  const result = await run(node24, args, { env, limitSeconds: 300 })
  if (result.code !== 0) throw new Problem(sentence, result.output)
}

async function checkTypes(node24) {
  const folders = typedPackages()
  if (folders.length === 0) throw new Problem('No package with TypeScript was found to check.')
  await inParallel(
    2,
    folders.map(
      (folder) => () =>
        expectSuccess(node24, [tools.tsc, '-p', at(folder, 'tsconfig.json')], `Types fail in ${folder}.`),
    ),
  )
  return { note: `${folders.length} packages` }
}

/** Each with a title and work that throws a Problem when it fails, in the order in which they are run. */
export const staticChecks = [
  { title: 'Types', work: checkTypes },
  {
    title: 'Lint and format',
    work: (node24) =>
      expectSuccess(
        node24,
        [tools.biome, 'check', '--diagnostic-level=error', '.'],
        'Biome found problems; npm run format mends the format.',
      ),
  },
  {
    title: 'Dead code',
    work: (node24) =>
      expectSuccess(
        node24,
        [tools.knip, '--no-progress', '--no-config-hints'],
        'knip found code or dependencies that nothing uses.',
      ),
  },
  {
    title: 'Generated documents',
    work: async (node24) => {
      const program = at('packages/server/src/generate.ts')
      if (!existsSync(program)) return { note: 'none yet' }
      await expectSuccess(
        node24,
        [program, '--check'],
        'docs/generated is not what the source declares; run npm run generate and commit the result.',
      )
    },
  },
]
