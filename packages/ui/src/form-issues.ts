import type * as z from 'zod'
import type { TextOf } from './text.ts'
import type { UiMessages } from './ui-text.ts'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

/** Words for what zod found. A message that stands in the schema itself wins over these. */
export function describeIssue(issue: RawIssue, text: TextOf<UiMessages>): string {
  switch (issue.code) {
    case 'invalid_type':
      return text(
        issue.input === undefined || issue.input === null || issue.input === ''
          ? 'ui.form.required'
          : 'ui.form.invalid',
      )
    case 'too_small':
      return describeSmall(issue.origin, Number(issue.minimum), text)
    case 'too_big':
      return isCounted(issue.origin)
        ? text('ui.form.tooLong', { count: Number(issue.maximum) })
        : text('ui.form.tooLarge', { limit: Number(issue.maximum) })
    case 'invalid_format':
      if (issue.format === 'email') return text('ui.form.invalidEmail')
      return text(issue.format === 'url' ? 'ui.form.invalidUrl' : 'ui.form.invalid')
    default:
      return text('ui.form.invalid')
  }
}

function describeSmall(origin: string, minimum: number, text: TextOf<UiMessages>): string {
  if (!isCounted(origin)) return text('ui.form.tooSmall', { limit: minimum })
  return minimum === 1 ? text('ui.form.required') : text('ui.form.tooShort', { count: minimum })
}

function isCounted(origin: string): boolean {
  return origin === 'string'
}
