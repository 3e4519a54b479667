import { createIntl } from 'react-intl'
import { describe, expect, it } from 'vitest'
import german from './de.ts'
import { en } from './en.ts'
import french from './fr.ts'

const bundles: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, de: german, fr: french }

/** Names of what is filled in, without the words of plural and select branches. */
function parametersOf(message: string): readonly string[] {
  return [...new Set([...message.matchAll(/\{(\w+)\s*(?=[},])/g)].map((match) => String(match[1])))].sort()
}

describe.each(Object.entries(bundles))('texts in %s', (locale, messages) => {
  it('have the keys of the English ones and none besides', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(en).sort())
  })

  it('are filled with the same values as the English ones', () => {
    const different = Object.entries(en).filter(
      ([id, message]) => parametersOf(message).join() !== parametersOf(messages[id] ?? '').join(),
    )
    expect(different.map(([id]) => id)).toEqual([])
  })

  it('can all be formatted', () => {
    const problems: string[] = []
    const intl = createIntl({ locale, messages, onError: (error) => problems.push(error.message) })
    for (const id of Object.keys(messages)) {
      const values = Object.fromEntries(parametersOf(messages[id] ?? '').map((name) => [name, 2]))
      expect(intl.formatMessage({ id }, values)).not.toBe('')
    }
    expect(problems).toEqual([])
  })
})
