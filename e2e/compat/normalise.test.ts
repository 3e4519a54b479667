import { describe, expect, it } from 'vitest'
import { normaliseText, normaliseValue } from './normalise.ts'

const base = 'http://127.0.0.1:8080'
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('normalising', () => {
  it('takes hosts and ids out of texts', () => {
    const text = `${base}/realms/x/8cdd7d5a-5c0d-4dbb-a2f8-27a5e2e8e6d1 at 127.0.0.1:8080`
    expect(normaliseText(text, base)).toBe('{base}/realms/x/<uuid> at {host}')
  })

  it('keeps the presence of times and random values, and their absence', () => {
    expect(normaliseValue({ exp: 1, notBefore: 0, code: 'abc', state: 'mine', kid: '' }, base)).toEqual({
      exp: '<time>',
      notBefore: 0,
      code: '<random>',
      state: 'mine',
      kid: '',
    })
  })

  it('forgives a second that a duration lost', () => {
    expect(normaliseValue({ expires_in: 299 }, base)).toEqual(normaliseValue({ expires_in: 300 }, base))
    expect(normaliseValue({ expires_in: '299' }, base)).toEqual(normaliseValue({ expires_in: '300' }, base))
    expect(normaliseValue({ expires_in: 60 }, base)).not.toEqual(normaliseValue({ expires_in: 300 }, base))
  })

  it('knows no order of scopes', () => {
    expect(normaliseValue({ scope: 'b a' }, base)).toEqual({ scope: 'a b' })
  })

  it('opens tokens', () => {
    const token = `${encode({ alg: 'RS256', kid: 'k' })}.${encode({ iss: `${base}/realms/x`, exp: 5 })}.signature`
    expect(normaliseValue({ access_token: token }, base)).toEqual({
      access_token: { header: { alg: 'RS256', kid: '<random>' }, claims: { iss: '{base}/realms/x', exp: '<time>' } },
    })
    expect(normaliseValue('1.2.3', base)).toBe('1.2.3')
  })
})
