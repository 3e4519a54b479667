import { describe, expect, it } from 'vitest'
import { safeImage, safeLink, safeWebAddress } from './safe-url.ts'

const running = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:https://x/1',
  'file:///etc/passwd',
]

describe('a link', () => {
  it('may lead to the web, within the server, or to an application of its own scheme', () => {
    for (const address of [
      'https://a.example/x?y=1',
      'http://localhost:3000/',
      '/realms/acme',
      '?a=b',
      'myapp:/callback',
    ])
      expect(safeLink(address)).toBe(address)
  })

  it('never runs anything', () => {
    for (const address of [...running, '', undefined, 7, {}]) expect(safeLink(address)).toBeUndefined()
  })
})

describe('the address of a form or frame', () => {
  it('is of the web', () => {
    expect(safeWebAddress('https://a.example/cb')).toBe('https://a.example/cb')
    expect(safeWebAddress('/realms/acme')).toBe('/realms/acme')
    for (const address of [...running, 'myapp:/callback', undefined]) expect(safeWebAddress(address)).toBeUndefined()
  })
})

describe('a picture', () => {
  it('comes from this server or is a bitmap in itself', () => {
    for (const address of ['/logo.png', '/realms/acme/logo?v=2', 'data:image/png;base64,iVBORw0KGgo='])
      expect(safeImage(address)).toBe(address)
  })

  it('never comes from a foreign host, and is never SVG in itself', () => {
    const refused = [
      'https://evil.example/logo.png',
      '//evil.example/logo.png',
      '/\\evil.example/logo.png',
      '/\t/evil.example/logo.png',
      'logo.png',
      'data:image/svg+xml;base64,PHN2Zy8+',
      'data:image/png;base64,"><script>',
      `data:image/png;base64,${'A'.repeat(300_000)}`,
      ...running,
      undefined,
    ]
    for (const address of refused) expect(safeImage(address)).toBeUndefined()
  })
})
