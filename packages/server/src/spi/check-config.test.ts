import { describe, expect, it } from 'vitest'
import { checkConfig } from './check-config.ts'
import type { ConfigProperty } from './config-property.ts'

const properties: readonly ConfigProperty[] = [
  { name: 'key', label: 'Key', helpText: '', type: 'String', required: true },
  { name: 'on', label: 'On', helpText: '', type: 'boolean' },
  { name: 'rank', label: 'Rank', helpText: '', type: 'int' },
  { name: 'size', label: 'Size', helpText: '', type: 'List', options: ['1', '2', '3'] },
]

describe('a configuration', () => {
  it.each([
    { key: ['x'] },
    { key: ['x'], on: ['true'], rank: ['-5'], size: ['2'] },
    { key: ['x'], on: [''], rank: [], other: ['anything'] },
  ])('fits: %j', (config) => {
    expect(() => checkConfig(config, properties)).not.toThrow()
  })

  it.each([
    [{}, "'Key' is required"],
    [{ key: [''] }, "'Key' is required"],
    [{ key: ['x'], on: ['maybe'] }, "'On' should be 'true' or 'false'"],
    [{ key: ['x'], rank: ['abc'] }, "'Rank' should be a number"],
    [{ key: ['x'], size: ['4'] }, "'Size' should be 1, 2 or 3"],
  ])('does not: %j', (config, message) => {
    expect(() => checkConfig(config, properties)).toThrow(message)
  })
})
