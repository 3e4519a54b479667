import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { TOTP, URI } from 'otpauth'
import { describe, expect, test } from 'vitest'
import { systemRandom } from '../kernel/random.ts'
import {
  decodeOtpSecret,
  encodeOtpSecret,
  generateOtpSecret,
  type OtpAlgorithm,
  toProvisioningUri,
  verifyHotp,
  verifyTotp,
} from './totp.ts'

const secret = Buffer.from('12345678901234567890')
const sha1 = { secret, digits: 6, algorithm: 'HmacSHA1' } as const
const totp = { ...sha1, period: 30, lookAround: 1, lastUsedStep: undefined } as const

/** RFC 6238, appendix B. */
const vectors: readonly (readonly [number, string, OtpAlgorithm, number])[] = [
  [59, '94287082', 'HmacSHA1', 20],
  [59, '46119246', 'HmacSHA256', 32],
  [59, '90693936', 'HmacSHA512', 64],
  [1111111109, '07081804', 'HmacSHA1', 20],
  [1111111111, '67062674', 'HmacSHA256', 32],
  [1234567890, '93441116', 'HmacSHA512', 64],
  [2000000000, '69279037', 'HmacSHA1', 20],
  [20000000000, '77737706', 'HmacSHA256', 32],
]

test.each(vectors)('RFC 6238, appendix B: %i %s %s', (time, code, algorithm, length) => {
  const key = Buffer.from('1234567890'.repeat(7).slice(0, length))
  const step = Math.floor(time / 30)
  const attempt = { ...totp, secret: key, code, digits: 8, algorithm, lookAround: 0, now: time * 1000 }
  expect(verifyTotp(attempt)).toBe(step)
  expect(verifyTotp({ ...attempt, now: (time + 60) * 1000 })).toBeUndefined()
})

test.each(
  ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map(
    (code, counter) => [counter, code] as const,
  ),
)('RFC 4226, appendix D: counter %i is %s', (counter, code) => {
  expect(verifyHotp({ ...sha1, code, counter, lookAhead: 0 })).toBe(counter + 1)
  expect(verifyHotp({ ...sha1, code, counter: counter + 1, lookAhead: 5 })).toBeUndefined()
})

test('a counter code is looked for ahead, as far as the window goes', () => {
  expect(verifyHotp({ ...sha1, code: '254676', counter: 2, lookAhead: 3 })).toBe(6)
  expect(verifyHotp({ ...sha1, code: '254676', counter: 2, lookAhead: 2 })).toBeUndefined()
})

describe('time codes', () => {
  const now = 1_800_000_000_000
  const step = now / 30_000
  const codeAt = (at: number) => TOTP.generate({ secret: URI.parse(uri()).secret, timestamp: at })
  const uri = () => toProvisioningUri({ type: 'totp', ...sha1, issuer: 'r', account: 'u', period: 30 })

  test('are taken from the steps around now and from no others', () => {
    for (const distance of [-1, 0, 1]) {
      expect(verifyTotp({ ...totp, code: codeAt(now + distance * 30_000), now })).toBe(step + distance)
    }
    for (const distance of [-3, -2, 2, 3]) {
      expect(verifyTotp({ ...totp, code: codeAt(now + distance * 30_000), now })).toBeUndefined()
    }
    expect(verifyTotp({ ...totp, code: codeAt(now - 30_000), now, lookAround: 0 })).toBeUndefined()
  })

  test('work once: the accepted step and all before it are spent', () => {
    const code = codeAt(now)
    const accepted = verifyTotp({ ...totp, code, now })
    expect(accepted).toBe(step)
    expect(verifyTotp({ ...totp, code, now, lastUsedStep: accepted })).toBeUndefined()
    expect(verifyTotp({ ...totp, code: codeAt(now - 30_000), now, lastUsedStep: accepted })).toBeUndefined()
    expect(verifyTotp({ ...totp, code: codeAt(now + 30_000), now, lastUsedStep: accepted })).toBe(step + 1)
    // A clock that steps back revives nothing.
    expect(verifyTotp({ ...totp, code, now: now - 30_000, lastUsedStep: accepted })).toBeUndefined()
  })

  test('must have exactly the digits', () => {
    const code = codeAt(now)
    for (const bent of [
      '',
      code.slice(1),
      `0${code}`,
      ` ${code}`,
      `${code} `,
      `${code}\n`,
      `+${code.slice(1)}`,
      '٠٠٠٠٠٠',
      'abcdef',
    ]) {
      expect(verifyTotp({ ...totp, code: bent, now }), JSON.stringify(bent)).toBeUndefined()
    }
    expect(verifyTotp({ ...totp, code, now, digits: 8 })).toBeUndefined()
  })

  test('with one wrong digit are refused, whichever it is', () => {
    const code = codeAt(now)
    for (let at = 0; at < code.length; at++) {
      const wrong = code.slice(0, at) + ((Number(code[at]) + 1) % 10) + code.slice(at + 1)
      expect(verifyTotp({ ...totp, code: wrong, now, lookAround: 0 })).toBeUndefined()
    }
  })

  test('of another secret or algorithm are refused', () => {
    const code = codeAt(now)
    expect(verifyTotp({ ...totp, code, now, secret: randomBytes(20), lookAround: 0 })).toBeUndefined()
    expect(verifyTotp({ ...totp, code, now, algorithm: 'HmacSHA256', lookAround: 0 })).toBeUndefined()
  })

  test('a senseless window does not stop the server', () => {
    expect(verifyTotp({ ...totp, code: codeAt(now + 101 * 30_000), now, lookAround: 1e15 })).toBeUndefined()
    expect(verifyTotp({ ...totp, code: codeAt(now + 100 * 30_000), now, lookAround: 1e15 })).toBe(step + 100)
  })
})

test('secrets have 160 bits, are base32 for people, and Keycloak’s plain ones are read too', () => {
  const fresh = generateOtpSecret(systemRandom)
  expect(fresh).toHaveLength(20)
  expect(encodeOtpSecret(fresh)).toMatch(/^[A-Z2-7]{32}$/)
  expect(decodeOtpSecret(encodeOtpSecret(fresh), 'BASE32')).toEqual(fresh)
  expect(decodeOtpSecret('12345678901234567890')).toEqual(secret)
  expect(decodeOtpSecret('not base32!', 'BASE32')).toBeUndefined()
  expect(decodeOtpSecret('', 'BASE32')).toBeUndefined()
})

describe('the provisioning URI', () => {
  const base = { type: 'totp', ...sha1, period: 30 } as const

  test('is Keycloak’s', () => {
    expect(toProvisioningUri({ ...base, issuer: 'master', account: 'alice' })).toBe(
      'otpauth://totp/master:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=6&algorithm=SHA1&issuer=master&period=30',
    )
    const hotp = { ...sha1, type: 'hotp', algorithm: 'HmacSHA512', digits: 8, initialCounter: 7 } as const
    expect(toProvisioningUri({ ...hotp, issuer: 'master', account: 'alice' })).toBe(
      'otpauth://hotp/master:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8&algorithm=SHA512&issuer=master&counter=7',
    )
  })

  test('escapes names as Java does', () => {
    const uri = toProvisioningUri({ ...base, issuer: "Zürich: Ben & Co's (1)~", account: 'a b+c@x.org?&=#/' })
    expect(uri).toContain(
      'totp/Z%C3%BCrich%20%20Ben%20%26%20Co%27s%20%281%29%7E:a+b%2Bc%40x.org%3F%26%3D%23%2F?secret=',
    )
    expect(uri).toContain('&issuer=Z%C3%BCrich%20%20Ben%20%26%20Co%27s%20%281%29%7E&period=30')
    expect(() => toProvisioningUri({ ...base, issuer: '\ud800', account: '\udfff' })).not.toThrow()
  })

  test('is understood by otpauth', () => {
    const parsed = URI.parse(toProvisioningUri({ ...base, issuer: 'My Realm', account: 'alice' }))
    expect(parsed).toMatchObject({ issuer: 'My Realm', label: 'alice', digits: 6, algorithm: 'SHA1', period: 30 })
    expect(Buffer.from(parsed.secret.bytes)).toEqual(secret)
  })
})

const hasOathtool = spawnSync('oathtool', ['--version']).status === 0

describe.runIf(hasOathtool)('the judgement of oathtool', () => {
  test.each([
    ['HmacSHA1', 6, 30],
    ['HmacSHA1', 8, 60],
    ['HmacSHA256', 6, 30],
    ['HmacSHA512', 8, 45],
  ] as const)('%s with %i digits every %i s', (algorithm, digits, period) => {
    for (let round = 0; round < 5; round++) {
      const key = generateOtpSecret(systemRandom)
      const now = (1_700_000_000 + round * 12_345) * 1000
      const code = execFileSync(
        'oathtool',
        [
          `--totp=${algorithm.slice(4)}`,
          '--base32',
          `--digits=${digits}`,
          `--time-step-size=${period}s`,
          `--now=@${now / 1000}`,
          encodeOtpSecret(key),
        ],
        { encoding: 'utf8' },
      ).trim()
      const attempt = { secret: key, code, digits, algorithm, period, lookAround: 0, now, lastUsedStep: undefined }
      expect(verifyTotp(attempt)).toBe(Math.floor(now / 1000 / period))
    }
  })

  test('counters', () => {
    const key = generateOtpSecret(systemRandom)
    const code = execFileSync('oathtool', ['--hotp', '--base32', '--counter=4711', encodeOtpSecret(key)], {
      encoding: 'utf8',
    })
    expect(verifyHotp({ ...sha1, secret: key, code: code.trim(), counter: 4711, lookAhead: 0 })).toBe(4712)
  })
})
