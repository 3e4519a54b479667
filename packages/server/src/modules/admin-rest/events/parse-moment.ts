import { InvalidInput } from '../../../kernel/error.ts'

const day = 86_400_000

/** Epoch milliseconds of a day or moment. As the end of a range, a day counts with all its hours. */
export function parseMoment(text: string | undefined, edge: 'from' | 'to'): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text)
  const start = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(start)) throw new InvalidInput(edge === 'from' ? 'dateFrom' : 'dateTo', 'error-invalid-value')
  return edge === 'from' ? start : start + day - 1
}
