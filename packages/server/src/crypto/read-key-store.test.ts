import { createPublicKey, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jksStore, pkcs12Store, rc2Store, tripleDesStore } from '../../test/fixture/key-stores.ts'
import { KeyStoreError } from './key-store.ts'
import { derivePkcs12Key } from './pkcs12-encryption.ts'
import { readKeyStore } from './read-key-store.ts'

const stores = { jks: jksStore, pkcs12: pkcs12Store, tripleDes: tripleDesStore, rc2: rc2Store }
type StoreName = keyof typeof stores

const read = (name: StoreName, alias: string, keyPassword: string, password = 'changeit') =>
  readKeyStore(stores[name], { password, alias, keyPassword })

async function problemOf(reading: Promise<unknown>): Promise<string> {
  return await reading.then(
    () => 'none',
    (error: unknown) => (error instanceof KeyStoreError ? error.problem : String(error)),
  )
}

describe('a key store', () => {
  it.each<[StoreName, string, string, string]>([
    ['jks', 'rsa', 'keysecret', 'rsa'],
    ['jks', 'EC', 'keysecret', 'ec'],
    ['jks', 'ed', 'keysecret', 'ed25519'],
    ['pkcs12', 'RSA', 'changeit', 'rsa'],
    ['pkcs12', 'ec', 'changeit', 'ec'],
    ['pkcs12', 'ed', 'changeit', 'ed25519'],
    ['tripleDes', 'tripledes', 'changeit', 'ec'],
  ])('%s gives the key %s with its certificate, whatever the case of its name', async (name, alias, secret, type) => {
    const { key, certificate } = await read(name, alias, secret)
    expect(key.asymmetricKeyType).toBe(type)
    const parsed = new X509Certificate(Buffer.from(certificate ?? '', 'base64'))
    expect(parsed.publicKey.equals(createPublicKey(key))).toBe(true)
  })

  it.each(['hs', 'aes'])('of PKCS#12 gives the secret %s', async (alias) => {
    const { key, certificate } = await read('pkcs12', alias, 'changeit')
    expect([key.type, key.symmetricKeySize, certificate]).toEqual(['secret', 32, undefined])
  })

  it.each<[string, StoreName, string, string, string, string]>([
    ['another password', 'jks', 'rsa', 'keysecret', 'wrong', 'password'],
    ['another password', 'pkcs12', 'rsa', 'changeit', 'wrong', 'password'],
    ['no password', 'pkcs12', 'rsa', 'changeit', '', 'password'],
    ['another password of the key', 'jks', 'rsa', 'changeit', 'changeit', 'key-password'],
    ['another password of the key', 'pkcs12', 'rsa', 'wrong', 'changeit', 'key-password'],
    ['another password of the secret', 'pkcs12', 'aes', 'wrong', 'changeit', 'key-password'],
    ['another password of the key', 'tripleDes', 'tripledes', 'wrong', 'changeit', 'key-password'],
    ['a name that it does not have', 'jks', 'none', 'keysecret', 'changeit', 'alias'],
    ['a name that it does not have', 'pkcs12', 'none', 'changeit', 'changeit', 'alias'],
    ['the name of a certificate alone', 'jks', 'other', 'keysecret', 'changeit', 'alias'],
    ['encryption that protects nothing', 'rc2', 'rc2', 'changeit', 'changeit', 'format'],
  ])('gives nothing for %s: %s', async (_what, name, alias, keyPassword, password, problem) => {
    expect(await problemOf(read(name, alias, keyPassword, password))).toBe(problem)
  })

  it('is none when it is something else, or ends too early', async () => {
    const question = { password: 'changeit', alias: 'rsa', keyPassword: 'changeit' }
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('-----BEGIN'),
      Buffer.from([0x30, 0x80]),
      Buffer.alloc(30, 0xff),
    ]) {
      expect(await problemOf(readKeyStore(bytes, question))).toBe('format')
    }
  })

  it('that somebody changed anywhere gives no key, and no other error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<StoreName>('jks', 'tripleDes'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (name, place, change, isCut) => {
          const at = place % stores[name].length
          const bytes = Buffer.from(stores[name])
          bytes.writeUInt8(bytes.readUInt8(at) ^ change, at)
          const alias = name === 'jks' ? 'ed' : 'tripledes'
          const keyPassword = name === 'jks' ? 'keysecret' : 'changeit'
          const question = { password: 'changeit', alias, keyPassword }
          const problem = await problemOf(readKeyStore(isCut ? bytes.subarray(0, at) : bytes, question))
          // A changed length of a sequence may go unseen where nothing of the content changes: the MAC is over the content.
          expect(['none', 'format', 'password']).toContain(problem)
          if (problem === 'none') expect(isCut).toBe(false)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('may not ask for more work than stores are worth', async () => {
    const bytes = Buffer.from(tripleDesStore)
    // The iterations of the MAC are the last number of the file.
    const at = bytes.lastIndexOf(Buffer.from([0x02, 0x02, 0x08, 0x00]))
    expect(at).toBeGreaterThan(0)
    const endless = Buffer.concat([bytes.subarray(0, at), Buffer.from([0x02, 0x02, 0x7f, 0xff])])
    const question = { password: 'changeit', alias: 'tripledes', keyPassword: 'changeit' }
    expect(await problemOf(readKeyStore(endless, question))).toBe('password')
    const sha1 = { name: 'sha1', length: 20, block: 64 }
    const key = derivePkcs12Key({
      hash: sha1,
      password: 'smeg',
      salt: Buffer.from('0A58CF64530D823F', 'hex'),
      iterations: 1,
      purpose: 1,
      length: 24,
    })
    // A known answer of RFC 7292's derivation, from the test vectors that libraries share.
    expect(key.toString('hex').toUpperCase()).toBe('8AAAE6297B6CB04642AB5B077851284EB7128F1A2A7FBCA3')
  })
})
