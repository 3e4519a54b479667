import { createIntl } from 'react-intl'
import { describe, expect, test } from 'vitest'
import de from './de.ts'
import { en } from './en.ts'
import fr from './fr.ts'

const namesIn = (message: string) => [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))].sort()
const values = {
  name: 'X',
  model: 'X',
  count: 2,
  browser: 'X',
  system: 'X',
  names: 'X',
  time: 'X',
  first: 1,
  second: 2,
}

describe.each([
  ['en', en],
  ['de', de],
  ['fr', fr],
])('the texts of %s', (locale, messages: Record<string, string>) => {
  test('are the same as the English ones, with the same values in them', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(en).sort())
    for (const [key, message] of Object.entries(en)) expect(namesIn(messages[key] ?? ''), key).toEqual(namesIn(message))
  })

  test('can be formatted', () => {
    const failures: string[] = []
    const intl = createIntl({ locale, messages, onError: (error) => failures.push(error.message) })
    for (const id of Object.keys(messages)) expect(intl.formatMessage({ id }, values)).not.toMatch(/^$|[{}]/)
    expect(failures).toEqual([])
  })
})
