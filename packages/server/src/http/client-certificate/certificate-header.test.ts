import { beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate, type TestCertificate } from '../../../test/fixture/certificates.ts'
import { type CertificateHeader, readCertificateHeader } from './certificate-header.ts'

let client: TestCertificate
let issuer: TestCertificate
const now = 1_800_000_000_000

beforeAll(async () => {
  const times = { validFrom: now, validTo: now + 1000 }
  issuer = await makeCertificate({ subject: [['2.5.4.3', 'ca']], isAuthority: true, ...times })
  client = await makeCertificate({ subject: [['2.5.4.3', 'client']], issuer, ...times })
})

const base64 = ({ certificate }: TestCertificate) => certificate.raw.toString('base64')
const read = (kind: CertificateHeader, value: string | string[], more: Record<string, string> = {}) => {
  const found = readCertificateHeader(kind, 'x', { x: value, ...more })
  return found && [found.certificate, ...found.intermediates].map(({ subject }) => subject)
}

describe('the certificate that a proxy passes on', () => {
  test('is read in the form of each kind of proxy', () => {
    expect(read('rfc9440', `:${base64(client)}:`)).toEqual(['CN=client'])
    expect(read('rfc9440', `:${base64(client)}:`, { 'client-cert-chain': `:${base64(issuer)}:` })).toEqual([
      'CN=client',
      'CN=ca',
    ])
    expect(read('nginx', encodeURIComponent(client.pem))).toEqual(['CN=client'])
    expect(read('nginx', encodeURIComponent(`${client.pem}${issuer.pem}`))).toEqual(['CN=client', 'CN=ca'])
    expect(read('apache', client.pem.replaceAll('\n', ' '))).toEqual(['CN=client'])
    expect(read('haproxy', base64(client))).toEqual(['CN=client'])
    expect(read('traefik', encodeURIComponent(base64(client)))).toEqual(['CN=client'])
    expect(read('traefik', `${base64(client)},${base64(issuer)}`)).toEqual(['CN=client', 'CN=ca'])
    expect(read('envoy', `By=spiffe://x;Hash=ab;Cert="${encodeURIComponent(client.pem)}"`)).toEqual(['CN=client'])
    const chain = encodeURIComponent(`${client.pem}${issuer.pem}`)
    expect(read('envoy', `Hash=ab;Chain="${chain}"`)).toEqual(['CN=client', 'CN=ca'])
  })

  test('of several hops the last counts: it is the one we trust', () => {
    const hop = (one: TestCertificate) => `Cert="${encodeURIComponent(one.pem)}"`
    expect(read('envoy', `${hop(issuer)},${hop(client)}`)).toEqual(['CN=client'])
    expect(read('envoy', `${hop(issuer)},By=x`)).toBeUndefined()
  })

  test('what a client wrote into its subject is not taken for a field', () => {
    const cert = (one: TestCertificate) => `Cert="${encodeURIComponent(one.pem)}"`
    const subject = (text: string) => `Subject="${text}"`
    const forged = `CN=x,;Cert=\\"${encodeURIComponent(issuer.pem)}\\",O=y`
    expect(read('envoy', `Hash=a;${cert(client)};${subject(forged)}`)).toEqual(['CN=client'])
    expect(read('envoy', `Hash=a;${subject(forged)};${cert(client)}`)).toEqual(['CN=client'])
    expect(read('envoy', `Hash=a;${subject(forged)}`)).toBeUndefined()
  })

  test.each<[CertificateHeader, (of: string) => string | string[]]>([
    ['rfc9440', (der) => der],
    ['rfc9440', (der) => `:${der}`],
    ['rfc9440', (der) => `:${der}:;x=1`],
    ['rfc9440', (der) => [`:${der}:`, `:${der}:`]],
    ['rfc9440', () => ''],
    ['rfc9440', () => ':AAAA:'],
    ['nginx', (der) => der],
    ['nginx', () => '%E0%A4%A'],
    ['nginx', () => '(null)'],
    ['apache', () => '(null)'],
    ['haproxy', (der) => `${der.slice(0, 100)}!${der.slice(100)}`],
    ['haproxy', () => 'A'.repeat(40_000)],
    ['traefik', () => ','],
    ['envoy', (der) => `Cert=${der}`],
  ])('%s: what is not of its form is nothing (%#)', (kind, make) => {
    expect(read(kind, make(base64(client)))).toBeUndefined()
  })

  test('a chain that cannot be read, or has no end, spoils it', () => {
    const value = `:${base64(client)}:`
    expect(read('rfc9440', value, { 'client-cert-chain': 'x' })).toBeUndefined()
    const endless = Array.from({ length: 9 }, () => value).join(',')
    expect(read('rfc9440', value, { 'client-cert-chain': endless })).toBeUndefined()
  })
})
