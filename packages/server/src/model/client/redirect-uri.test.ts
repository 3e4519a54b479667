import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPostLogoutRedirectUriAllowed, isRedirectUriAllowed } from './redirect-uri.ts'

const base = 'https://id.example.org'

function isAllowed(uri: string, redirectUris: string[], rootUrl?: string): boolean {
  return isRedirectUriAllowed(uri, { redirectUris, ...(rootUrl === undefined ? {} : { rootUrl }) }, base)
}

describe('exact addresses', () => {
  test.each([
    ['https://app.test/cb', 'https://app.test/cb'],
    ['https://app.test/cb?a=1', 'https://app.test/cb?a=1'],
    ['https://app.test', 'https://app.test'],
    ['org.example.app:/cb', 'org.example.app:/cb'],
    ['urn:ietf:wg:oauth:2.0:oob', 'urn:ietf:wg:oauth:2.0:oob'],
    ['https://id.example.org/realms/a/account/', '/realms/a/account/'],
  ])('%s fits %s', (uri, registered) => {
    expect(isAllowed(uri, [registered])).toBe(true)
  })

  test.each([
    ['https://app.test/cb/', 'https://app.test/cb'],
    ['https://app.test/cb?x=1', 'https://app.test/cb'],
    ['https://app.test/CB', 'https://app.test/cb'],
    ['https://app.test/cb#x', 'https://app.test/cb'],
    ['https://app.test/cb#', 'https://app.test/cb#'],
    ['http://app.test/cb', 'https://app.test/cb'],
    ['https://app.test:8443/cb', 'https://app.test/cb'],
    ['https://user@app.test/cb', 'https://user@app.test/cb'],
    ['https://app.test%40evil.test/cb', 'https://app.test/*'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['JavaScript:alert(1)', 'JavaScript:alert(1)'],
    ['java\nscript:alert(1)', 'java\nscript:alert(1)'],
    ['data:text/html,x', 'data:text/html,x'],
    ['', 'https://app.test/cb'],
    ['/cb', '/cb'],
    ['//evil.test/cb', '/*'],
  ])('%s does not fit %s', (uri, registered) => {
    expect(isAllowed(uri, [registered])).toBe(false)
  })
})

describe('addresses below a wildcard', () => {
  test.each([
    ['https://app.test/a/b', 'https://app.test/a/*'],
    ['https://app.test/a', 'https://app.test/a/*'],
    ['https://app.test/a/?x=..', 'https://app.test/a/*'],
    ['https://app.test/a?x=1', 'https://app.test/a/*'],
    ['https://app.test/abc', 'https://app.test/a*'],
    ['https://app.test', 'https://app.test*'],
    ['https://app.test/x', 'https://app.test*'],
    ['http://localhost:4711/x', 'http://localhost:*'],
    ['https://any.test/x', '*'],
    ['org.example.app://a/b', 'org.example.app://*'],
    ['https://app.test/a%20b', 'https://app.test/*'],
  ])('%s fits %s', (uri, registered) => {
    expect(isAllowed(uri, [registered])).toBe(true)
  })

  test.each([
    ['https://app.test/a/../b', 'https://app.test/a/*'],
    ['https://app.test/a/%2e%2e/b', 'https://app.test/a/*'],
    ['https://app.test/a/%252e%252e/b', 'https://app.test/a/*'],
    ['https://app.test/a/..;/b', 'https://app.test/a/*'],
    ['https://app.test/a/..%2fb', 'https://app.test/a/*'],
    ['https://app.test/a/..\\b', 'https://app.test/a/*'],
    ['https://app.test/a/%5c..', 'https://app.test/a/*'],
    ['https://app.test/a/%', 'https://app.test/a/*'],
    ['https://app.test/ab', 'https://app.test/a/*'],
    ['https://app.test.evil.test/', 'https://app.test*'],
    ['https://app.test@evil.test/', 'https://app.test*'],
    ['https://app.test/@evil@x.test/../', 'https://app.test/*'],
    ['http://localhost:1@evil.test/', 'http://localhost:*'],
    ['https://app.test:443.evil.test/', 'https://app.test:*'],
    ['javascript:alert(1)', '*'],
    ['org.example.app:/x', '*'],
  ])('%s does not fit %s', (uri, registered) => {
    expect(isAllowed(uri, [registered])).toBe(false)
  })
})

describe('relative addresses', () => {
  test('belong to the root URL of the client', () => {
    expect(isAllowed('https://app.test/x/y', ['/x/*'], 'https://app.test/')).toBe(true)
    expect(isAllowed('https://id.example.org/x/y', ['/x/*'], 'https://app.test')).toBe(false)
  })
  test('belong to the server when the root URL says so', () => {
    expect(isAllowed(`${base}/admin/r/console/x`, ['/admin/r/console/*'], '$'.concat('{authAdminUrl}'))).toBe(true)
  })
})

describe('native applications on the loopback address', () => {
  test('may use any port', () => {
    expect(isAllowed('http://127.0.0.1:51004/cb', ['http://127.0.0.1/cb'])).toBe(true)
    expect(isAllowed('http://[::1]:51004/cb', ['http://[::1]/cb'])).toBe(true)
  })
  test('may not use another path, host or scheme, and a registered port stays', () => {
    expect(isAllowed('http://127.0.0.1:51004/other', ['http://127.0.0.1/cb'])).toBe(false)
    expect(isAllowed('https://127.0.0.1:51004/cb', ['http://127.0.0.1/cb'])).toBe(false)
    expect(isAllowed('http://127.0.0.1:2/cb', ['http://127.0.0.1:1/cb'])).toBe(false)
    expect(isAllowed('http://localhost:51004/cb', ['http://localhost/cb'])).toBe(false)
    expect(isAllowed('http://127.0.0.1.evil.test:1/cb', ['http://127.0.0.1/cb'])).toBe(false)
  })
})

describe('after the logout', () => {
  const settings = (list?: string) => ({
    redirectUris: ['https://app.test/cb'],
    attributes: list === undefined ? {} : { 'post.logout.redirect.uris': list },
  })
  test.each([
    ['https://app.test/cb', undefined, true],
    ['https://app.test/cb', '+', true],
    ['https://app.test/bye', '+', false],
    ['https://app.test/bye', '+##https://app.test/bye', true],
    ['https://app.test/cb', 'https://app.test/bye', false],
    ['https://app.test/cb', '-', false],
    ['https://app.test/bye?x', 'https://app.test/bye', false],
  ])('%s with the list %s: %s', (uri, list, allowed) => {
    expect(isPostLogoutRedirectUriAllowed(uri, settings(list), base)).toBe(allowed)
  })
})

describe('whatever is asked for', () => {
  test('a browser stays on the host and below the path that a wildcard names', () => {
    const pieces = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      ';',
      '@',
      ':',
      'a',
      'b',
      '#',
      '?',
      '//',
      'evil.test',
      '%25',
      '%00',
      '\t',
      'https:',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.boolean(), (parts, below) => {
        const uri = `https://app.test${below ? '/a/' : ''}${parts.join('')}`
        if (!isAllowed(uri, ['https://app.test/a/*'])) return
        const seen = new URL(uri)
        expect(seen.origin).toBe('https://app.test')
        expect(seen.username).toBe('')
        expect(`${seen.pathname}/`.startsWith('/a/')).toBe(true)
        expect(seen.hash).toBe('')
      }),
      { numRuns: 5000 },
    )
  })
  test('nothing but the registered text fits an exact address', () => {
    const registered = 'https://app.test/cb'
    fc.assert(
      fc.property(fc.nat(registered.length), fc.string({ maxLength: 3 }), fc.nat(3), (at, added, removed) => {
        const uri = registered.slice(0, at) + added + registered.slice(at + removed)
        expect(isAllowed(uri, [registered])).toBe(uri === registered)
      }),
      { numRuns: 2000 },
    )
  })
  test('no input breaks the rule', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (uri, registered) => {
        expect(typeof isAllowed(uri, [registered, `${registered}*`])).toBe('boolean')
      }),
    )
  })
})
