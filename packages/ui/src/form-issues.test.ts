import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { describeIssue } from './form-issues.ts'
import type { TextOf } from './text.ts'
import type { UiMessages } from './ui-text.ts'

const text: TextOf<UiMessages> = (id, values) => (values === undefined ? id : `${id} ${JSON.stringify(values)}`)

function messageOf(schema: z.ZodType, value: unknown): string | undefined {
  const result = schema.safeParse(value, { error: (issue) => describeIssue(issue, text) })
  return result.error?.issues[0]?.message
}

describe('what a form says about a value', () => {
  it.each([
    ['a missing text', z.string(), undefined, 'ui.form.required'],
    ['an empty required text', z.string().min(1), '', 'ui.form.required'],
    ['a short text', z.string().min(3), 'ab', 'ui.form.tooShort {"count":3}'],
    ['a long text', z.string().max(2), 'abc', 'ui.form.tooLong {"count":2}'],
    ['a small number', z.number().min(5), 1, 'ui.form.tooSmall {"limit":5}'],
    ['a large number', z.number().max(5), 9, 'ui.form.tooLarge {"limit":5}'],
    ['a wrong address', z.email(), 'x', 'ui.form.invalidEmail'],
    ['a wrong URL', z.url(), 'x', 'ui.form.invalidUrl'],
    ['a wrong kind', z.number(), 'x', 'ui.form.invalid'],
    ['an unknown choice', z.enum(['a']), 'b', 'ui.form.invalid'],
  ])('%s', (_, schema, value, message) => {
    expect(messageOf(schema, value)).toBe(message)
  })

  it('leaves the words of the schema itself', () => {
    expect(messageOf(z.string().min(3, 'Three, please.'), 'a')).toBe('Three, please.')
  })
})
