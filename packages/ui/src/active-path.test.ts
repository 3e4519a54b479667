import { describe, expect, it } from 'vitest'
import { activePath } from './active-path.ts'

describe('the entry of a page', () => {
  const paths = ['/', '/clients', '/client-scopes', '/clients/new']

  it.each([
    ['/', '/'],
    ['/clients', '/clients'],
    ['/clients/', '/clients'],
    ['/clients/42/roles', '/clients'],
    ['/clients/new', '/clients/new'],
    ['/client-scopes/1', '/client-scopes'],
    ['/elsewhere', undefined],
  ])('of %s is %s', (current, expected) => {
    expect(activePath(paths, current)).toBe(expected)
  })
})
