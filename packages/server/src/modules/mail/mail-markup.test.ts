import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toMailMarkup } from './mail-markup.ts'

describe('the HTML of a mail', () => {
  it.each([
    ['<p>Hello <b>Ann</b></p>', '<p style="margin:0 0 16px">Hello <b>Ann</b></p>'],
    ['a<br/>b', 'a<br>b'],
    ['<P>upper</P>', '<p style="margin:0 0 16px">upper</p>'],
    ['<b><i>open', '<b><i>open</i></b>'],
    ['<b>crossed<i></b>out</i>', '<b>crossed<i></i></b>out'],
    ['1 < 2 &amp; 3 &lt; 4', '1 &#60; 2 &#38; 3 &#60; 4'],
    ['<script>alert(1)</script>after', 'after'],
    ['<style>p{}</style><!-- note -->after', 'after'],
    ['<img src=x onerror=alert(1)>after', 'after'],
    ['<b onclick="x()" style="position:fixed">plain</b>', '<b>plain</b>'],
    ['<a href="javascript:alert(1)">no</a>', '<a>no</a>'],
    ['<a href=" JaVaScRiPt:alert(1)">no</a>', '<a>no</a>'],
    ['<a href="data:text/html,x">no</a>', '<a>no</a>'],
    ['<a href="/relative">no</a>', '<a>no</a>'],
    ['</p></b>', ''],
  ])('%s becomes %s', (html, safe) => {
    expect(toMailMarkup(html)).toBe(safe)
  })

  it('keeps links to the web and to mailboxes, and makes a button of those that ask for it', () => {
    expect(toMailMarkup('<a href="https://id.example.org/?a=1&amp;b=2">go</a>')).toContain(
      'href="https://id.example.org/?a=1&#38;b=2"',
    )
    expect(toMailMarkup("<a href='mailto:help@example.org'>ask</a>")).toContain('href="mailto:help@example.org"')
    expect(toMailMarkup('<a class="button" href="https://id.example.org">go</a>')).toContain('background:#4f46e5')
  })

  it('holds no element and no attribute of anybody’s own, whatever is written', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '<script>',
        '<a href="',
        'javascript:x',
        '<p ',
        ' onclick=',
        '<!--',
        '-->',
        '&lt;',
        '</',
      ),
    )
    const known = /^<\/?(?:p|h1|h2|ul|ol|li|b|strong|i|em|u|small|code|a|br|hr)(?: (?:href|style)="[^"<>]*")*>$/
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const safe = toMailMarkup(pieces.join(''))
        for (const tag of safe.match(/<[^>]*>?/g) ?? []) expect(tag).toMatch(known)
        expect(safe).not.toMatch(/href="(?!https?:|mailto:)/i)
      }),
      { numRuns: 500 },
    )
  })
})
