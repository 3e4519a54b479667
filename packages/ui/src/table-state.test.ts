import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeTableState, encodeTableState, nextSort, type TableState, toPageQuery } from './table-state.ts'

const initial = decodeTableState({})

describe('the state of a list in the address', () => {
  it('is empty for the default', () => {
    expect(encodeTableState(initial)).toEqual({})
    expect(initial).toEqual({ search: '', page: 1, pageSize: 25, sort: undefined, filters: {} })
  })

  it('comes back as it was written, through text too', () => {
    const state = fc.record({
      search: fc.string(),
      page: fc.integer({ min: 1, max: 99_999 }),
      pageSize: fc.constantFrom(10, 25, 50, 100),
      sort: fc.option(
        fc.record({
          column: fc.stringMatching(/^[a-zA-Z]\w{0,10}$/),
          direction: fc.constantFrom('asc' as const, 'desc'),
        }),
        { nil: undefined },
      ),
      filters: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ minLength: 1 })),
    })
    fc.assert(
      fc.property(state, (value: TableState) => {
        const written = encodeTableState(value)
        expect({ ...decodeTableState(written).filters }).toEqual({ ...value.filters })
        expect(decodeTableState(written)).toMatchObject({ ...value, filters: {} })
        const texts = Object.fromEntries(Object.entries(written).map(([name, one]) => [name, String(one)]))
        expect(decodeTableState(texts)).toEqual(decodeTableState(written))
      }),
    )
  })

  it.each([
    [{ page: '0' }],
    [{ page: '-3' }],
    [{ page: '1e3' }],
    [{ page: ['2'] }],
    [{ size: '100000' }],
    [{ sort: 'a b' }],
    [{ sort: { column: 'x' } }],
    [{ q: { a: 1 } }],
  ])('takes the default for %j', (search) => {
    expect(decodeTableState(search)).toEqual(initial)
  })

  it('does not write the default sort of a list', () => {
    const defaults = { sort: { column: 'username', direction: 'asc' as const }, pageSize: 50 }
    const state = decodeTableState({}, defaults)
    expect(state.sort?.column).toBe('username')
    expect(state.pageSize).toBe(50)
    expect(encodeTableState(state, defaults)).toEqual({})
  })

  it('becomes first and max of the server', () => {
    expect(toPageQuery({ ...initial, page: 3, search: 'ann' })).toEqual({ first: 50, max: 25, search: 'ann' })
    expect(toPageQuery(initial)).toEqual({ first: 0, max: 25 })
  })

  it('sorts ascending, descending, then as before', () => {
    const first = nextSort(undefined, 'name')
    expect(first).toEqual({ column: 'name', direction: 'asc' })
    expect(nextSort(first, 'name')).toEqual({ column: 'name', direction: 'desc' })
    expect(nextSort(nextSort(first, 'name'), 'name')).toBeUndefined()
    expect(nextSort(first, 'email')).toEqual({ column: 'email', direction: 'asc' })
  })
})
