import { describe, expect, it } from 'vitest'
import { changedFields } from './changed-fields.ts'

describe('the changed fields of a form', () => {
  it('are named by their labels, lists and groups as one', () => {
    const labels = new Map([
      ['email', 'Email'],
      ['redirectUris', 'Redirect URIs'],
      ['attributes.locale', 'Locale'],
    ])
    const dirty = {
      email: true,
      redirectUris: [false, true],
      attributes: { locale: [true], other: true },
      enabled: false,
    }
    expect(changedFields(dirty, labels)).toEqual(['email', 'redirectUris', 'attributes.locale', 'attributes.other'])
  })

  it('are none when nothing is dirty', () => {
    expect(changedFields({ a: false, b: [false], c: {} }, new Map([['b', 'B']]))).toEqual([])
  })
})
