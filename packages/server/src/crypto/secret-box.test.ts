import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSecretBox } from './secret-box.ts'

const key = randomBytes(32)
const box = createSecretBox(key)

test('what is sealed opens in its context, by any box with the key', () => {
  for (const plain of ['', 'secret', 'Grüße ✓ 🔑', 'x'.repeat(100_000)]) {
    const sealed = box.seal(plain, 'realm/a/key/b')
    expect(sealed).toMatch(/^v1\.[\w-]{16}\.[\w-]+$/)
    expect(createSecretBox(Buffer.from(key)).open(sealed, 'realm/a/key/b')).toBe(plain)
  }
})

test('the same secret never looks the same twice, nor shows', () => {
  const sealed = new Set(Array.from({ length: 100 }, () => box.seal('password', 'c')))
  expect(sealed.size).toBe(100)
  expect([...sealed].join()).not.toContain(Buffer.from('password').toString('base64url'))
})

test('another context, another key and every changed character are refused', () => {
  const sealed = box.seal('secret', 'realm/a')
  expect(() => box.open(sealed, 'realm/b')).toThrow('cannot be opened')
  expect(() => createSecretBox(randomBytes(32)).open(sealed, 'realm/a')).toThrow('cannot be opened')
  for (let at = 0; at < sealed.length; at++) {
    const bent = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    expect(() => box.open(bent, 'realm/a'), `character ${at}`).toThrow()
  }
})

test('what is no sealed secret is refused', () => {
  const sealed = box.seal('secret', 'c')
  for (const text of [
    '',
    'v1',
    'v1..',
    'plain',
    sealed.slice(0, -6),
    `${sealed}.`,
    sealed.replace('v1', 'v2'),
    'v1.AAAAAAAAAAAAAAAA.AAAA',
  ]) {
    expect(() => box.open(text, 'c'), text).toThrow()
  }
})

test('a key of another length is refused', () => {
  expect(() => createSecretBox(randomBytes(16))).toThrow('32 bytes')
  expect(() => createSecretBox(Buffer.alloc(0))).toThrow('32 bytes')
})

test('the fingerprint tells keys apart and does not tell the key', () => {
  expect(box.fingerprint()).toBe(createSecretBox(Buffer.from(key)).fingerprint())
  expect(box.fingerprint()).not.toBe(createSecretBox(randomBytes(32)).fingerprint())
  expect(box.fingerprint()).not.toBe(key.toString('base64url'))
})
