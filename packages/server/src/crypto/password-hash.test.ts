import { argon2Sync, pbkdf2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemRandom } from '../kernel/random.ts'
import {
  defaultHashPolicy,
  type HashAlgorithm,
  hashPassword,
  isHashCurrent,
  isVerifiablePassword,
  type StoredPassword,
  verifyPassword,
} from './password-hash.ts'

const hash = (password: string, algorithm: HashAlgorithm = 'argon2', iterations = -1) =>
  hashPassword(password, { algorithm, iterations }, systemRandom)

test('a password is stored as Keycloak stores it', async () => {
  const stored = await hash('correct horse')
  expect(stored.credentialData).toEqual({
    hashIterations: 5,
    algorithm: 'argon2',
    additionalParameters: { hashLength: ['32'], memory: ['7168'], type: ['id'], version: ['1.3'], parallelism: ['1'] },
  })
  expect(Buffer.from(stored.secretData.value, 'base64')).toHaveLength(32)
  expect(Buffer.from(stored.secretData.salt, 'base64')).toHaveLength(16)
  expect(JSON.stringify(stored)).not.toContain('horse')
})

test('OpenSSL computes the same Argon2id', async () => {
  const { secretData } = await hash('pässwörd 🔑')
  const value = argon2Sync('argon2id', {
    message: Buffer.from('pässwörd 🔑'),
    nonce: Buffer.from(secretData.salt, 'base64'),
    parallelism: 1,
    tagLength: 32,
    memory: 7168,
    passes: 5,
  })
  expect(value.toString('base64')).toBe(secretData.value)
})

test('the right password verifies, others do not', async () => {
  const stored = await hash('secret')
  expect(await verifyPassword('secret', stored)).toBe(true)
  for (const wrong of ['', 'Secret', 'secret ', 'secret\0', 'secre']) {
    expect(await verifyPassword(wrong, stored)).toBe(false)
  }
  expect((await hash('secret')).secretData.value).not.toBe(stored.secretData.value)
})

test('bytes count as typed: the composed and the decomposed ü differ', async () => {
  const stored = await hash('\u00fc')
  expect(await verifyPassword('\u00fc', stored)).toBe(true)
  expect(await verifyPassword('u\u0308', stored)).toBe(false)
})

test.each([
  ['pbkdf2', 'sha1', 20],
  ['pbkdf2-sha256', 'sha256', 64],
  ['pbkdf2-sha512', 'sha512', 64],
] as const)('an imported %s credential verifies', async (algorithm, digest, length) => {
  const salt = Buffer.from('0123456789abcdef')
  const stored: StoredPassword = {
    credentialData: { hashIterations: 1000, algorithm, additionalParameters: {} },
    secretData: {
      value: pbkdf2Sync('secret', salt, 1000, length, digest).toString('base64'),
      salt: salt.toString('base64'),
    },
  }
  expect(await verifyPassword('secret', stored)).toBe(true)
  expect(await verifyPassword('Secret', stored)).toBe(false)
  expect(isHashCurrent(stored, defaultHashPolicy)).toBe(false)
})

test('a policy may ask for PBKDF2, with Keycloak’s defaults', async () => {
  const stored = await hash('secret', 'pbkdf2-sha512')
  expect(stored.credentialData).toEqual({
    hashIterations: 210_000,
    algorithm: 'pbkdf2-sha512',
    additionalParameters: {},
  })
  expect(await verifyPassword('secret', stored)).toBe(true)
  expect(isHashCurrent(stored, { algorithm: 'pbkdf2-sha512', iterations: -1 })).toBe(true)
  expect(isHashCurrent(stored, { algorithm: 'pbkdf2-sha512', iterations: 220_000 })).toBe(false)
})

test('iterations meant for PBKDF2 do not reach Argon2', async () => {
  expect((await hash('secret', 'argon2', 210_000)).credentialData.hashIterations).toBe(5)
  expect((await hash('secret', 'argon2', 2)).credentialData.hashIterations).toBe(2)
})

test('a fresh hash is current, one with other parameters is not', async () => {
  const stored = await hash('secret')
  expect(isHashCurrent(stored, defaultHashPolicy)).toBe(true)
  expect(isHashCurrent(await hash('secret', 'argon2', 2), defaultHashPolicy)).toBe(false)
})

test('too long a password is refused, never cut', async () => {
  const stored = await hash('a'.repeat(4096))
  expect(await verifyPassword('a'.repeat(4096), stored)).toBe(true)
  expect(await verifyPassword(`${'a'.repeat(4095)}b`, stored)).toBe(false)
  const refusal = { name: 'InvalidInput', field: 'password', code: 'error-password-too-long' }
  await expect(hash('a'.repeat(4097))).rejects.toMatchObject(refusal)
  await expect(hash('ü'.repeat(2049))).rejects.toMatchObject(refusal)
  await expect(verifyPassword('a'.repeat(4097), stored)).rejects.toMatchObject(refusal)
})

test('a stored form that is broken or would stop the server lets nobody in', async () => {
  const good = await hash('secret', 'argon2', 1)
  const { credentialData, secretData } = good
  const withData = (data: Partial<StoredPassword['credentialData']>): StoredPassword => ({
    credentialData: { ...credentialData, ...data },
    secretData,
  })
  const withParameter = (name: string, value: string) =>
    withData({ additionalParameters: { ...credentialData.additionalParameters, [name]: [value] } })
  const broken = [
    withData({ algorithm: 'bcrypt' }),
    withData({ algorithm: 'toString' }),
    withData({ hashIterations: 0 }),
    withData({ hashIterations: 2_000_000_000 }),
    withData({ hashIterations: Number.NaN }),
    withData({ additionalParameters: {} }),
    withData({ algorithm: 'pbkdf2-sha256', hashIterations: 2_000_000_000 }),
    withParameter('memory', '99999999'),
    withParameter('memory', '7168.5'),
    withParameter('memory', '4'),
    withParameter('parallelism', '255'),
    withParameter('type', 'x'),
    withParameter('version', '2'),
    withParameter('hashLength', '16'),
    { credentialData, secretData: { value: '', salt: secretData.salt } },
    { credentialData, secretData: { value: secretData.value, salt: '' } },
  ]
  for (const stored of broken) {
    expect(isVerifiablePassword(stored), JSON.stringify(stored)).toBe(false)
    expect(await verifyPassword('secret', stored)).toBe(false)
  }
  expect(isVerifiablePassword(good)).toBe(true)
})
