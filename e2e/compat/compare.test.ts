import { describe, expect, it } from 'vitest'
import { compareValues } from './compare.ts'
import { compareAnswers } from './compare-answers.ts'

describe('comparing', () => {
  it('finds what is missing, what is extra and what has another value', () => {
    expect(compareValues({ same: 1, gone: 2, other: 'a' }, { same: 1, more: 3, other: 'b' })).toEqual([
      { path: 'gone', oracle: 2, subject: undefined },
      { path: 'other', oracle: 'a', subject: 'b' },
      { path: 'more', oracle: undefined, subject: 3 },
    ])
  })

  it('does not care for the order of lists', () => {
    expect(compareValues(['a', 'b'], ['b', 'a'])).toEqual([])
    expect(compareValues([{ name: 'a', x: 1 }, { name: 'b' }], [{ name: 'b' }, { name: 'a', x: 1 }])).toEqual([])
  })

  it('names the element of a list by what tells it apart', () => {
    expect(compareValues([{ alias: 'browser', on: true }], [{ alias: 'browser', on: false }])).toEqual([
      { path: 'browser.on', oracle: true, subject: false },
    ])
    expect(compareValues({ scopes: ['a', 'b'] }, { scopes: ['b', 'c'] })).toEqual([
      { path: 'scopes[]', oracle: ['a'], subject: ['c'] },
    ])
  })

  it('tells answers of another kind as one difference', () => {
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: { forms: [] } }
    const refusal = { status: 404, headers: { 'content-type': 'application/json' }, body: { error: 'x' } }
    expect(compareAnswers([page], [refusal])).toMatchObject([{ path: 'answer', subject: { status: 404 } }])
    expect(compareAnswers([page, page], [page])).toMatchObject([{ path: '[1].answer', subject: undefined }])
  })

  it('compares errors of one class in detail', () => {
    const answer = (status: number, error: string) => ({
      status,
      headers: { 'content-type': 'application/json' },
      body: { error },
    })
    expect(compareAnswers([answer(400, 'a')], [answer(401, 'b')])).toEqual([
      { path: 'status', oracle: 400, subject: 401 },
      { path: 'body.error', oracle: 'a', subject: 'b' },
    ])
  })
})
