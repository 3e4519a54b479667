import { describe, expect, it } from 'vitest'
import { initialsOf } from './initials.ts'

describe('initials', () => {
  it.each([
    ['Amélie Wagner-Østergård', 'AW'],
    ['amelie.wagner@example.org', 'AW'],
    ['admin', 'A'],
    ['  Ada   King  Lovelace ', 'AL'],
    ['محمد عبد الله', 'ما'],
    ['👩‍💻 Dev', '👩‍💻D'],
    ['', ''],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })
})
