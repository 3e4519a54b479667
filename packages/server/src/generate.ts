/**
 * Writes the reference pages that are made from declarations: `docs/generated/`. With `--check` nothing is written, and
 * the exit code is 1 when a page is not what the declarations say.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { environmentName, flagName, serverConfigSchema } from './kernel/config.ts'
import { modules } from './modules.ts'
import { toOpenApi } from './openapi.ts'
import { createRegistry } from './spi/registry.ts'

const packages = join(dirname(fileURLToPath(import.meta.url)), '../..')
const folder = join(packages, '../docs/generated')

await nameSchemas()
const pages: Readonly<Record<string, string>> = {
  'openapi.json': `${JSON.stringify(toOpenApi(createRegistry(modules).endpoints, '26.7.0'), null, 1)}\n`,
  'configuration.md': configurationPage(),
  'modules.md': modulesPage(),
}

const stale = Object.entries(pages).filter(([name, text]) => readPage(name) !== text)
if (process.argv.includes('--check')) {
  for (const [name] of stale)
    process.stderr.write(`docs/generated/${name} is not what the declarations say. Run: npm run generate\n`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of stale) writeFileSync(join(folder, name), text)
  process.stdout.write(`${Object.keys(pages).length} pages, ${stale.length} changed\n`)
}

/** Gives every object schema that the contract exports its export's name, under which OpenAPI then shares it. */
async function nameSchemas(): Promise<void> {
  const contract = join(packages, 'contract/src')
  const files = readdirSync(contract, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  )
  for (const file of files.sort()) {
    const exported: Record<string, unknown> = await import(join(contract, file))
    for (const [name, value] of Object.entries(exported)) {
      if (value instanceof z.ZodObject && !z.globalRegistry.has(value)) z.globalRegistry.add(value, { id: name })
    }
  }
}

function readPage(name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8')
  } catch {
    return undefined
  }
}

function configurationPage(): string {
  const rows = Object.entries(serverConfigSchema.shape).map(([key, schema]) => {
    const { description = '' } = schema as z.ZodType
    const standard = (schema as z.ZodType).safeParse(undefined)
    const value = standard.success && standard.data !== undefined ? `\`${JSON.stringify(standard.data)}\`` : ''
    return `| \`--${flagName(key)}\` | \`${environmentName(key)}\` | ${value} | ${description} |`
  })
  return [
    '# Configuration',
    '',
    'Read from a YAML file (`--config FILE` or `ZTRUST_CONFIG`), then the environment, then flags; the later wins. In the file, keys are written like the flags without the dashes in front.',
    '',
    '| flag | environment | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function modulesPage(): string {
  const rows = modules.map((module) => {
    const parts = Object.entries(module).flatMap(([name, value]) =>
      Array.isArray(value) && value.length > 0 ? [`${value.length} ${name}`] : [],
    )
    return `| ${module.id} | ${parts.join(', ')} |`
  })
  return ['# Modules', '', '| module | contributes |', '| --- | --- |', ...rows, ''].join('\n')
}
