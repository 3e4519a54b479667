import { expect, test } from 'vitest'
import { isWebOriginAllowed, originsOfRedirectUris, resolveWebOrigins } from './web-origins.ts'

const base = 'https://id.example.org'
const redirectUris = ['https://app.test/cb', 'https://app.test/*', 'http://localhost:3000/*', 'org.app:/cb', '/x/*']

test('a plus stands for the origins of the redirect URIs', () => {
  expect(resolveWebOrigins({ redirectUris, webOrigins: ['+', 'https://other.test/'] }, base)).toEqual([
    'https://app.test',
    'http://localhost:3000',
    base,
    'https://other.test',
  ])
})

test('only listed origins are allowed', () => {
  const settings = { redirectUris, webOrigins: ['https://app.test'] }
  expect(isWebOriginAllowed('https://app.test', settings, base)).toBe(true)
  expect(isWebOriginAllowed('https://app.test.evil.test', settings, base)).toBe(false)
  expect(isWebOriginAllowed('null', settings, base)).toBe(false)
  expect(isWebOriginAllowed('http://localhost:3000', settings, base)).toBe(false)
})

test('a star allows every origin, none allows none', () => {
  expect(isWebOriginAllowed('https://x.test', { redirectUris: [], webOrigins: ['*'] }, base)).toBe(true)
  expect(isWebOriginAllowed('https://x.test', { redirectUris, webOrigins: [] }, base)).toBe(false)
})

test('the origins of redirect URIs are those of the web, each once', () => {
  expect(originsOfRedirectUris(redirectUris)).toEqual(['https://app.test', 'http://localhost:3000'])
})
