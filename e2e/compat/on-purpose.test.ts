import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explain, onPurpose } from './on-purpose.ts'

describe('differences on purpose', () => {
  it('are all told to readers', () => {
    const document = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8')
    const asked = document.split('Not asked by the comparison')[0] ?? ''
    const told = [...asked.matchAll(/^\| `([a-z-]+)` +\|/gm)].map(([, name]) => name)
    expect(told.sort()).toEqual(onPurpose.map(({ id }) => id).sort())
  })

  it('excuse missing page headers on other answers, never on pages', () => {
    const difference = { path: 'headers.x-frame-options', oracle: 'SAMEORIGIN', subject: undefined }
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: null }
    const json = { status: 200, headers: { 'content-type': 'application/json' }, body: null }
    expect(explain('token', difference, [json])?.id).toBe('page-headers')
    expect(explain('token', { ...difference, path: '[1].headers.x-frame-options' }, [page, json])?.id).toBe(
      'page-headers',
    )
    expect(explain('token', difference, [page])).toBeUndefined()
  })
})
