import { describe, expect, test } from 'vitest'
import { recordAgrees } from './install.mjs'

const lock = {
  packages: {
    '': { name: 'root' },
    'node_modules/one': { version: '1.0.0' },
    'node_modules/other-system': { version: '2.0.0', optional: true },
  },
}

describe("npm's record of node_modules", () => {
  test('agrees when every package is there in its version', () => {
    expect(recordAgrees(lock, { packages: { 'node_modules/one': { version: '1.0.0' } } })).toBe(true)
  })

  test('disagrees when a package is missing', () => {
    expect(recordAgrees(lock, { packages: {} })).toBe(false)
  })

  test('disagrees when a package has another version, an optional one too', () => {
    expect(recordAgrees(lock, { packages: { 'node_modules/one': { version: '1.0.1' } } })).toBe(false)
    const record = { 'node_modules/one': { version: '1.0.0' }, 'node_modules/other-system': { version: '2.0.1' } }
    expect(recordAgrees(lock, { packages: record })).toBe(false)
  })
})
