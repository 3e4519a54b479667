import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDocumentRules } from './document-rules.ts'
import { requireClientAddress } from './require-client-address.ts'

const domains = ['*.app.test', 'tools.test']
const rules = readDocumentRules({ 'cimd-allow-permitted-domains': domains })
const withHttp = readDocumentRules({ 'cimd-allow-permitted-domains': domains, 'cimd-allow-http-scheme': true })

describe('the address of a client', () => {
  it.each([
    'https://app.test/',
    'https://app.test/client.json',
    'https://www.app.test:8443/client.json',
    'https://tools.test/clients/1',
    'https://app.test/.well-known/client',
    'https://app.test/a..b/.c',
  ])('may be %s', (address) => {
    expect(() => requireClientAddress(address, rules)).not.toThrow()
  })

  it.each([
    ['app', 'invalid scheme'],
    ['http://app.test/client', 'invalid scheme'],
    ['javascript:alert(1)', 'invalid scheme'],
    ['https://', 'malformed URL'],
    ['https://app.test:port/x', 'malformed URL'],
    ['https:///443@app.test/x', 'malformed URL'],
    ['https://evil.test\\app.test/x', 'malformed URL'],
    ['https://app.test', 'empty path'],
    ['https://app.test?x', 'empty path'],
    ['https://app.test/../x', 'path traverse'],
    ['https://app.test/a/./x', 'path traverse'],
    ['https://app.test/a/..', 'path traverse'],
    ['https://app.test/a/%2E%2e/x', 'path traverse'],
    ['https://app.test/a%2f..%5Cx', 'path traverse'],
    ['https://app.test/x#y', 'fragment'],
    ['https://app.test/x#', 'fragment'],
    ['https://user@app.test/x', 'userinfo'],
    ['https://app.test@evil.test/x', 'userinfo'],
    ['https://app.test/x?y=1', 'query'],
    ['https://app.test/x?', 'query'],
    ['https://app.test.evil.test/x', 'domain not allowed'],
    ['https://evilapp.test/x', 'domain not allowed'],
    ['https://www.tools.test/x', 'domain not allowed'],
    ['https://127.0.0.1/x', 'domain not allowed'],
  ])('is not %s', (address, problem) => {
    expect(() => requireClientAddress(address, rules)).toThrow(problem)
  })

  it('may come without TLS in development only', () => {
    expect(() => requireClientAddress('http://app.test/x', withHttp)).not.toThrow()
    expect(() => requireClientAddress('ftp://app.test/x', withHttp)).toThrow('invalid scheme')
  })

  it('is none at all where no domain is trusted', () => {
    expect(() => requireClientAddress('https://app.test/x', readDocumentRules({}))).toThrow('domain not allowed')
  })

  it('that is taken leads to a trusted host, whatever is written', () => {
    const piece = fc.constantFrom('https://', 'app.test', 'evil.test', '/', '\\', '@', ':', '#', '?', '.', '%2f', '443')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const address = `https://${pieces.join('')}`
        try {
          requireClientAddress(address, rules)
        } catch {
          return
        }
        const { hostname, username, search, hash } = new URL(address)
        expect(hostname === 'app.test' || hostname.endsWith('.app.test')).toBe(true)
        expect([username, search, hash]).toEqual(['', '', ''])
      }),
      { numRuns: 2000 },
    )
  })
})
