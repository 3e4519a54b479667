import { createHmac } from 'node:crypto'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { signJwt, verifyJwt } from './jws.ts'

import { generateEcKeyPair, generateRsaKeyPair, type KeyPair, toSigningKey, toVerificationKey } from './keys.ts'

const now = 1_800_000_000_000
const claims = { iss: 'https://id.test', aud: 'app', sub: 'ada', typ: 'Bearer', exp: now / 1000 + 300 }
const expected = { now, issuer: 'https://id.test', audience: 'app', type: 'Bearer', headerType: 'JWT' } as const

let rsa: KeyPair
let ec: KeyPair
let tokens: readonly { readonly token: string; readonly pair: KeyPair; readonly algorithm: 'RS256' | 'ES256' }[]

beforeAll(async () => {
  rsa = await generateRsaKeyPair(2048)
  ec = await generateEcKeyPair('P-256')
  tokens = await Promise.all(
    (
      [
        [rsa, 'RS256'],
        [ec, 'ES256'],
      ] as const
    ).map(async ([pair, algorithm]) => ({
      pair,
      algorithm,
      token: await signJwt(toSigningKey('k', algorithm, pair.privateKey), claims),
    })),
  )
})

const verify = (token: string, { pair, algorithm }: { pair: KeyPair; algorithm: 'RS256' | 'ES256' }) =>
  verifyJwt(token, () => toVerificationKey('k', algorithm, pair.publicKey), expected)
const exportSpki = ({ publicKey }: KeyPair, form: string): string | Buffer =>
  form === 'pem' ? publicKey.export({ type: 'spki', format: 'pem' }) : publicKey.export({ type: 'spki', format: 'der' })
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a token of ours', () => {
  test('is accepted as it is', async () => {
    for (const one of tokens) expect((await verify(one.token, one)).claims).toEqual(claims)
  })

  test('is accepted in no other spelling: whatever character is changed, left out or put in', async () => {
    const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ '
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.constantFrom('replace', 'insert', 'remove'),
        fc.constantFrom(...characters),
        async (index, position, how, character) => {
          const one = tokens[index]
          if (!one) return
          const at = Math.floor(position * one.token.length)
          const rest = one.token.slice(how === 'insert' ? at : at + 1)
          const altered = `${one.token.slice(0, at)}${how === 'remove' ? '' : character}${rest}`
          fc.pre(altered !== one.token)
          await expect(verify(altered, one)).rejects.toMatchObject({ name: 'JwtError' })
        },
      ),
      { numRuns: 300 },
    )
  })

  test('with claims of somebody else under its signature is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1 }),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async (index, other) => {
          const one = tokens[index]
          if (!one) return
          const [header, , signature] = one.token.split('.')
          const altered = `${header}.${encode({ ...claims, ...other, sub: 'eve' })}.${signature}`
          await expect(verify(altered, one)).rejects.toMatchObject({ name: 'JwtError' })
        },
      ),
      { numRuns: 100 },
    )
  })
})

test('no header makes another algorithm of the key: none, and the public key as a secret, in any spelling', async () => {
  const algorithms = fc.constantFrom(
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    'HS256',
    'HS384',
    'HS512',
    'RS512',
    'PS256',
    'ES512',
  )
  await fc.assert(
    fc.asyncProperty(algorithms, fc.constantFrom('pem', 'der', 'empty'), async (alg, form) => {
      for (const one of tokens) {
        const input = `${encode({ alg, typ: 'JWT', kid: 'k' })}.${encode({ ...claims, sub: 'eve' })}`
        const secret = form === 'empty' ? Buffer.alloc(32) : exportSpki(one.pair, form)
        const hash = /384$/.test(alg) ? 'sha384' : /512$/.test(alg) ? 'sha512' : 'sha256'
        const mac = alg.toLowerCase() === 'none' ? '' : createHmac(hash, secret).update(input).digest('base64url')
        await expect(verify(`${input}.${mac}`, one)).rejects.toMatchObject({ name: 'JwtError' })
      }
    }),
  )
})

test('what differs from what is expected in type, issuer or audience is refused', async () => {
  const key = toSigningKey('k', 'ES256', ec.privateKey)
  const other = fc.string().filter((text) => !['Bearer', 'app', 'https://id.test', 'JWT', 'jwt'].includes(text))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('typ', 'iss', 'aud'), other, async (name, value) => {
      const token = await signJwt(key, { ...claims, [name]: value })
      await expect(verify(token, { pair: ec, algorithm: 'ES256' })).rejects.toMatchObject({ name: 'JwtError' })
    }),
    { numRuns: 50 },
  )
  for (const typ of ['at+jwt', 'dpop+jwt', 'logout+jwt', 'JWS', '']) {
    const token = await signJwt(key, claims, { typ })
    await expect(verify(token, { pair: ec, algorithm: 'ES256' })).rejects.toMatchObject({ code: 'wrong_type' })
  }
})
