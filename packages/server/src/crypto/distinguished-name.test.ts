import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { element, makeCertificate, type NameAttribute } from '../../test/fixture/certificates.ts'
import { formatDistinguishedName, isSameName, parseDistinguishedName, readSubject } from './distinguished-name.ts'

const cn = '2.5.4.3'
const o = '2.5.4.10'
const ou = '2.5.4.11'
const email = '1.2.840.113549.1.9.1'

async function subjectOf(...subject: (NameAttribute | NameAttribute[])[]) {
  const { certificate } = await makeCertificate({ subject, validFrom: 0, validTo: 1000 })
  return readSubject(certificate)
}
const isSame = (a: string, b: string) => {
  const [left, right] = [parseDistinguishedName(a), parseDistinguishedName(b)]
  return left !== undefined && right !== undefined && isSameName(left, right)
}

describe('the subject of a certificate', () => {
  test('is read from its bytes and written as RFC 4514 has it', async () => {
    expect(formatDistinguishedName(await subjectOf(['2.5.4.6', 'CH'], [o, 'Acme'], [cn, 'client']))).toBe(
      'CN=client, O=Acme, C=CH',
    )
    expect(
      formatDistinguishedName(
        await subjectOf(
          [
            [ou, 'b'],
            [cn, 'a'],
          ],
          [email, 'a@b.test'],
        ),
      ),
    ).toBe('EMAILADDRESS=a@b.test, OU=b+CN=a')
    expect(formatDistinguishedName(await subjectOf(['1.2.3.4', 'x']))).toBe('1.2.3.4=x')
  })

  test('has values of several encodings', async () => {
    expect(await subjectOf([cn, element(0x13, Buffer.from('printable'))])).toEqual([
      [{ type: cn, value: 'printable', isText: true }],
    ])
    expect(await subjectOf([cn, element(0x1e, Buffer.from([0, 0x5a, 0x01, 0x7c]))])).toEqual([
      [{ type: cn, value: 'Zż', isText: true }],
    ])
    expect(await subjectOf([cn, element(0x03, Buffer.from('\0a'))])).toEqual([
      [{ type: cn, value: '03020061', isText: false }],
    ])
  })

  test('cannot be broken out of by what it holds (CVE-2021-44532)', async () => {
    for (const value of ['x, O=Acme', 'x+O=Acme', 'x\nO=Acme', 'x\0', '"x"', 'x\\', ' x ', '#03020061', 'x;O=Acme']) {
      const subject = await subjectOf([cn, value])
      const text = formatDistinguishedName(subject)
      expect(parseDistinguishedName(text)).toEqual(subject)
      expect(isSame(text, 'CN=x, O=Acme')).toBe(false)
    }
  })

  test('of bytes is not the text that shows them', async () => {
    const bytes = await subjectOf([cn, element(0x03, Buffer.from('\0a'))])
    const text = await subjectOf([cn, '#03020061'])
    expect(isSameName(bytes, text)).toBe(false)
    expect(parseDistinguishedName('CN=#03020061')).toEqual(bytes)
    expect(parseDistinguishedName('CN=\\#03020061')).toEqual(text)
  })
})

describe('text of a name', () => {
  test.each([
    ['CN=client,O=Acme', 'cn=CLIENT, o=acme'],
    ['CN=client,O=Acme', 'CN = client ,  O = Acme'],
    ['CN=client;O=Acme', 'CN=client,O=Acme'],
    ['CN=Acme  Client', 'CN=acme client'],
    ['2.5.4.3=client', 'CN=client'],
    ['OID.2.5.4.3=client', 'CN=client'],
    ['E=a@b.test', 'EMAILADDRESS=A@B.TEST'],
    ['1.2.840.113549.1.9.1=a@b.test', 'emailAddress=a@b.test'],
    ['CN="Smith, John"', 'CN=Smith\\, John'],
    ['CN="Smith, John"', 'CN=Smith\\2C John'],
    ['CN=Lu\\C4\\8Di\\C4\\87', 'CN=Lučić'],
    ['CN=a+OU=b', 'OU=b+CN=a'],
    ['CN=#0c0161', 'CN=a'],
    ['CN=\\ a', 'CN=a'],
    ['CN=', 'CN='],
    ['S=Bern', 'ST=Bern'],
  ])('%s is %s', (a, b) => {
    expect(isSame(a, b)).toBe(true)
  })

  test.each([
    ['CN=client,O=Acme', 'O=Acme,CN=client'],
    ['CN=client', 'CN=client,O=Acme'],
    ['CN=client,O=Acme', 'CN=client'],
    ['CN=client', 'OU=client'],
    ['CN=client', 'CN=client2'],
    ['CN=a+OU=b', 'CN=a,OU=b'],
    ['CN=a b', 'CN=ab'],
    ['CN=a\\2CO=b', 'CN=a,O=b'],
  ])('%s is not %s', (a, b) => {
    expect(isSame(a, b)).toBe(false)
  })

  test.each([
    '',
    'client',
    'CN',
    'XYZ=a',
    '=a',
    'CN=a,',
    ',CN=a',
    'CN=a,,O=b',
    'CN="a',
    'CN=a"b',
    'CN=a\\',
    'CN=#0',
    'CN=#zz',
    'CN=#0c05',
    'CN=\\ff',
  ])('"%s" is no name', (text) => {
    expect(parseDistinguishedName(text)).toBeUndefined()
  })

  test('the empty name is nobody', () => {
    expect(isSameName([], [])).toBe(false)
  })

  test('white space that is no blank belongs to the value', () => {
    expect(parseDistinguishedName('CN=\u00a0, O=Acme')).toEqual([
      [{ type: o, value: 'Acme', isText: true }],
      [{ type: cn, value: '\u00a0', isText: true }],
    ])
  })

  test('whatever a name holds survives being written and read', () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text.isWellFormed())
    const attribute = fc.record({
      type: fc.constantFrom(cn, o, ou, email, '1.2.3.4'),
      value,
      isText: fc.constant(true),
    })
    const level = fc.array(attribute, { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 4 }), (name) => {
        const read = parseDistinguishedName(formatDistinguishedName(name))
        expect(read).toEqual(name)
        expect(isSameName(name, read ?? [])).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
