import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate, type TestCertificate } from '../../../test/fixture/certificates.ts'
import { findTrustedIssuers } from './find-issuers.ts'

const now = 1_800_000_000_000
const day = 86_400_000
const times = { validFrom: now - day, validTo: now + day }
const cn = (name: string) => [['2.5.4.3', name]] as const

let root: TestCertificate
let middle: TestCertificate
let client: TestCertificate
let direct: TestCertificate
let other: TestCertificate

beforeAll(async () => {
  root = await makeCertificate({ subject: cn('root'), isAuthority: true, ...times })
  middle = await makeCertificate({ subject: cn('middle'), isAuthority: true, issuer: root, ...times })
  client = await makeCertificate({ subject: cn('client'), issuer: middle, ...times })
  direct = await makeCertificate({ subject: cn('direct'), issuer: root, ...times })
  other = await makeCertificate({ subject: cn('root'), isAuthority: true, ...times })
})

const issuers = (of: TestCertificate, through: TestCertificate[], trusted: TestCertificate[], at = now) =>
  findTrustedIssuers(
    of.certificate,
    through.map(({ certificate }) => certificate),
    trusted.map(({ certificate }) => certificate),
    at,
  )?.map(({ subject }) => subject)

describe('who vouches for a certificate', () => {
  test('is its issuer, in the trust store or on the way there', () => {
    expect(issuers(direct, [], [root])).toEqual(['CN=root'])
    expect(issuers(client, [middle], [root])).toEqual(['CN=middle', 'CN=root'])
    expect(issuers(client, [], [middle])).toEqual(['CN=middle'])
  })

  test('nobody needs to when it stands in the trust store itself', () => {
    expect(issuers(direct, [], [direct])).toEqual([])
  })

  test('is nobody when the way does not lead to the trust store', () => {
    expect(issuers(direct, [], [])).toBeUndefined()
    expect(issuers(client, [], [root])).toBeUndefined()
    expect(issuers(client, [middle, root], [])).toBeUndefined()
  })

  test('a name alone does not make an issuer', () => {
    expect(issuers(direct, [], [other])).toBeUndefined()
    expect(issuers(direct, [other], [root, other])).toEqual(['CN=root'])
  })

  test('who is no authority issues nothing', async () => {
    const forged = await makeCertificate({ subject: cn('forged'), issuer: direct, ...times })
    expect(issuers(forged, [direct], [root])).toBeUndefined()
  })

  test('all of them must be in their time', async () => {
    expect(issuers(direct, [], [root], now + day + 1000)).toBeUndefined()
    expect(issuers(direct, [], [root], now - day - 1000)).toBeUndefined()
    const past = { validFrom: now - 3 * day, validTo: now - day }
    const expired = await makeCertificate({ subject: cn('expired'), issuer: root, ...past })
    expect(issuers(expired, [], [root])).toBeUndefined()
    expect(issuers(expired, [], [expired])).toBeUndefined()
    const stale = await makeCertificate({ subject: cn('stale'), isAuthority: true, issuer: root, ...past })
    const young = await makeCertificate({ subject: cn('young'), issuer: stale, ...times })
    expect(issuers(young, [stale], [root])).toBeUndefined()
    expect(issuers(young, [], [stale])).toBeUndefined()
  })

  test('a certificate for other uses than clients is none', async () => {
    const make = (usages: string[]) => makeCertificate({ subject: cn('used'), issuer: root, ...times, usages })
    expect(issuers(await make(['1.3.6.1.5.5.7.3.1']), [], [root])).toBeUndefined()
    expect(issuers(await make(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']), [], [root])).toEqual(['CN=root'])
    expect(issuers(await make(['2.5.29.37.0']), [], [root])).toEqual(['CN=root'])
  })

  test('authorities that name each other in a circle are left', async () => {
    const circle = [root, middle, other]
    expect(issuers(client, circle, [direct])).toBeUndefined()
  })

  test('a changed byte breaks the signature', () => {
    const der = Buffer.from(direct.certificate.raw)
    der[der.length - 5] = (der[der.length - 5] ?? 0) ^ 1
    expect(findTrustedIssuers(new X509Certificate(der), [], [root.certificate], now)).toBeUndefined()
  })
})
