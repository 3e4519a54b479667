import { expect, test } from 'vitest'
import de from './de.ts'
import en from './en.ts'
import fr from './fr.ts'

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name).sort()

test.each([
  ['de', de],
  ['fr', fr],
] as const)('%s has every text of English, with the same arguments', (_, bundle) => {
  expect(Object.keys(bundle).sort()).toEqual(Object.keys(en).sort())
  for (const [key, text] of Object.entries(en)) {
    const own = Object.entries(bundle).find(([name]) => name === key)?.[1] ?? ''
    expect(own.trim(), key).not.toBe('')
    expect(placeholders(own), key).toEqual(placeholders(text))
  }
})
