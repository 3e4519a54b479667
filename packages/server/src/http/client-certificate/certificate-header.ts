import { X509Certificate } from 'node:crypto'
import type { ServerConfig } from '../../kernel/config.ts'

/** How proxies pass on the certificate of a TLS connection, under the names of Keycloak's lookups. */
export type CertificateHeader = Exclude<ServerConfig['clientCertificateLookup'], 'none'>

/** What a proxy passed on: the client's certificate, and those that came with it. */
export interface PassedCertificates {
  readonly certificate: X509Certificate
  readonly intermediates: readonly X509Certificate[]
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** Where each kind of proxy puts the certificate unless it is told otherwise. */
export const defaultHeaderNames: Readonly<Record<CertificateHeader, string>> = {
  rfc9440: 'client-cert',
  nginx: 'ssl-client-cert',
  apache: 'ssl_client_cert',
  haproxy: 'ssl_client_cert',
  traefik: 'x-forwarded-tls-client-cert',
  envoy: 'x-forwarded-client-cert',
}

/** More than a certificate with a chain takes; longer values are not looked at. */
const maximumLength = 32_768
/** A chain longer than this is nobody's. */
const maximumIntermediates = 8

/** The certificates of a request; undefined when there are none, or the header cannot be read as its kind says. */
export function readCertificateHeader(
  kind: CertificateHeader,
  name: string,
  headers: Headers,
): PassedCertificates | undefined {
  const value = headers[name]
  // Twice the same header: which one the proxy wrote cannot be known.
  if (typeof value !== 'string' || value === '' || value.length > maximumLength) return undefined
  try {
    const [certificate, ...intermediates] = readers[kind](value, headers).map((der) => new X509Certificate(der))
    if (!certificate || intermediates.length > maximumIntermediates) return undefined
    return { certificate, intermediates }
  } catch {
    return undefined
  }
}

/** Each gives DER, the client's certificate first; throws on what it cannot read. */
const readers: Readonly<Record<CertificateHeader, (value: string, headers: Headers) => Buffer[]>> = {
  rfc9440: (value, headers) => {
    const chain = headers['client-cert-chain']
    const items = typeof chain === 'string' && chain.length <= maximumLength ? chain.split(',') : []
    return [value, ...items].map(fromByteSequence)
  },
  // $ssl_client_escaped_cert
  nginx: (value) => fromPem(decodeURIComponent(value)),
  // %{SSL_CLIENT_CERT}s: lines joined by blanks
  apache: (value) => fromPem(value),
  // %[ssl_c_der,base64]
  haproxy: (value) => [fromBase64(value)],
  // Bodies of PEM, separated by commas.
  traefik: (value) => decodeURIComponent(value).split(',').map(fromBase64),
  envoy: (value) => fromPem(decodeURIComponent(readEnvoyField(value))),
}

/** RFC 9440, section 2.1: a byte sequence of RFC 8941, base64 between colons. */
function fromByteSequence(item: string): Buffer {
  const encoded = /^:([A-Za-z0-9+/]+={0,2}):$/.exec(item.trim())?.[1]
  if (encoded === undefined) throw new Error('Not a byte sequence')
  return Buffer.from(encoded, 'base64')
}

function fromPem(text: string): Buffer[] {
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)]
  return blocks.map(([, body]) => fromBase64(body ?? ''))
}

function fromBase64(text: string): Buffer {
  const encoded = text.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw new Error('Not base64')
  return Buffer.from(encoded, 'base64')
}

/** Of several hops the last one is the proxy that speaks to us; `Chain` holds the certificate too. */
function readEnvoyField(value: string): string {
  const hop = splitUnquoted(value, ',').at(-1) ?? ''
  const fields = new Map(
    splitUnquoted(hop, ';').map((field) => {
      const [name = '', ...rest] = field.split('=')
      return [name.trim().toLowerCase(), rest.join('=')] as const
    }),
  )
  const quoted = fields.get('chain') ?? fields.get('cert')
  const text = /^"([^"\\]+)"$/.exec(quoted ?? '')?.[1]
  if (text === undefined) throw new Error('No certificate')
  return text
}

/** A separator within quotes is text: subjects have commas, and clients choose their subjects. */
function splitUnquoted(text: string, separator: ',' | ';'): string[] {
  return text.match(new RegExp(`(?:[^"${separator}]|"(?:\\\\.|[^"\\\\])*")+`, 'g')) ?? []
}
