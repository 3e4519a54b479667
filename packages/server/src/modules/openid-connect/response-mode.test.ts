import { expect, test } from 'vitest'
import { answerAuthorization, parseResponseMode, splitMode } from './response-mode.ts'

const parameters = { code: 'a b', state: 's&x=1', missing: undefined }

test('query keeps what the registered address has', () => {
  expect(answerAuthorization('https://a.test/cb?x=1', 'query', parameters)).toMatchObject({
    kind: 'redirect',
    location: 'https://a.test/cb?x=1&code=a+b&state=s%26x%3D1',
  })
  expect(answerAuthorization('org.app:/cb', 'query', parameters)).toMatchObject({
    location: 'org.app:/cb?code=a+b&state=s%26x%3D1',
  })
})

test('fragment leaves the query alone', () => {
  expect(answerAuthorization('https://a.test/cb?x=1', 'fragment', parameters)).toMatchObject({
    location: 'https://a.test/cb?x=1#code=a+b&state=s%26x%3D1',
  })
})

test('form_post is a form with hidden values', () => {
  expect(answerAuthorization('https://a.test/cb', 'form_post', parameters)).toMatchObject({
    kind: 'form',
    status: 200,
    form: { id: 'form-post', action: 'https://a.test/cb', hidden: { code: 'a b', state: 's&x=1' } },
  })
})

test.each([
  ['query', 'query', false],
  ['fragment', 'fragment', false],
  ['form_post', 'form_post', false],
  ['query.jwt', 'query', true],
  ['fragment.jwt', 'fragment', true],
  ['form_post.jwt', 'form_post', true],
  ['jwt', 'fragment', true],
] as const)('%s travels as %s, sealed: %s', (text, plain, isSealed) => {
  const mode = parseResponseMode(text, 'fragment')
  expect(mode && splitMode(mode)).toEqual({ plain, isSealed })
})

test.each(['', 'pigeon', 'jwt.query', 'query.jwt.jwt', 'Query'])('%j is no mode', (text) => {
  expect(parseResponseMode(text, 'query')).toBe(undefined)
})
