import { expect, it } from 'vitest'
import { joinMetadata } from './join-metadata.ts'

it('joins lists, each value once, and lets the later say what is no list', () => {
  const start: { names: string[]; isOn: boolean; address?: string } = { names: ['a', 'b'], isOn: false }
  const joined = joinMetadata(start, [{ names: ['b', 'c'] }, { isOn: true, address: 'https://id.test' }])
  expect(joined).toEqual({ names: ['a', 'b', 'c'], isOn: true, address: 'https://id.test' })
  expect(start.names).toEqual(['a', 'b'])
})
