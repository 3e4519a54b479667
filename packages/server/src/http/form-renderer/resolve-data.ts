import * as z from 'zod'
import type { Translator } from '../../i18n/translator.ts'
import type { FormText } from '../../spi/form.ts'

/** Strict, so that data which merely has a `key` is not taken for a text. */
const formTextSchema = z.strictObject({
  key: z.string(),
  parameters: z.array(z.union([z.string(), z.number()])).optional(),
  fallback: z.string().optional(),
})

/** Deeper data is no page's. */
const maxDepth = 8

/** A form's data with its texts chosen: every FormText in it becomes a string; everything else stays plain JSON. */
export function resolveData(data: unknown, translator: Translator, depth = 0): unknown {
  if (depth > maxDepth) return undefined
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') return data
  if (Array.isArray(data)) return data.map((item) => resolveData(item, translator, depth + 1))
  if (typeof data !== 'object' || data === null) return null
  const text = toFormText(data)
  if (text !== undefined) return translator.translate(text)
  return Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, resolveData(value, translator, depth + 1)]),
  )
}

function toFormText(data: object): FormText | undefined {
  if (!('key' in data)) return undefined
  const result = formTextSchema.safeParse(data)
  if (!result.success) return undefined
  const { key, parameters, fallback } = result.data
  return { key, ...(parameters ? { parameters } : {}), ...(fallback === undefined ? {} : { fallback }) }
}
