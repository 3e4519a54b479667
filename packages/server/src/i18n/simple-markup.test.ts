import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPlainText, toSimpleMarkup } from './simple-markup.ts'

describe('the markup of a display name', () => {
  it('keeps emphasis and closes what was left open', () => {
    expect(toSimpleMarkup('Acme <b>Bank</b>')).toBe('Acme <b>Bank</b>')
    expect(toSimpleMarkup('<STRONG class="x" onclick="y()">Acme')).toBe('<strong>Acme</strong>')
    expect(toSimpleMarkup('<b><i>x</b></i>')).toBe('<b><i>x</i></b>')
  })

  it('keeps the words of other elements, and nothing of scripts and styles', () => {
    expect(toSimpleMarkup('<div class="kc-logo-text"><span>Acme &amp; Sons</span></div>')).toBe('Acme &#38; Sons')
    expect(toSimpleMarkup('Acme<script>alert(1)</script><style>*{}</style><!-- x -->')).toBe('Acme')
    expect(toSimpleMarkup('<img src=x onerror=alert(1)>')).toBe('')
    expect(toSimpleMarkup('<b></b> ')).toBe('')
  })

  it('cannot be made to hold any other markup', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '/',
      'script',
      'b',
      ' ',
      'img',
      '"',
      "'",
      '=',
      'onerror',
      '&lt;',
      '&#60;',
      '<!--',
      '-->',
      'x',
    )
    const safe = /^(?:[^<>"']|<\/?(?:b|strong|i|em|small|sub|sup)>)*$/
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => safe.test(toSimpleMarkup(parts.join('')))),
      { numRuns: 3000 },
    )
  })
})

describe('a text written as HTML', () => {
  it('becomes paragraphs of plain text', () => {
    expect(toPlainText('<h2>Terms</h2><p>One &amp; two</p><ul><li>a</li><li>b</li></ul><script>x()</script>')).toBe(
      'Terms\n\nOne & two\n\n• a\n• b',
    )
    expect(toPlainText('plain < text')).toBe('plain < text')
  })
})
