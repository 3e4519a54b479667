import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import type { Clock } from '../../kernel/clock.ts'
import type { ServerConfig } from '../../kernel/config.ts'
import { OperatorError } from '../../kernel/error.ts'
import type { ClientCertificate } from '../../spi/request.ts'
import { defaultHeaderNames, type PassedCertificates, readCertificateHeader } from './certificate-header.ts'
import { findTrustedIssuers } from './find-issuers.ts'

export type CertificateReader = (request: FastifyRequest) => ClientCertificate | undefined

/**
 * Finds the certificate of whoever sent a request: of its TLS connection to us, or passed on by a trusted proxy in the
 * header it is configured for. A header from anybody else is not read (CVE-2024-10039).
 */
export function createCertificateReader(config: ServerConfig, clock: Clock): CertificateReader {
  const trusted = readTrustStore(config.httpsTrustStoreFile)
  const readHeader = createHeaderReader(config)
  const isProxy = createProxyCheck(config)
  return (request) => {
    const { socket, headers } = request.raw
    // What a proxy shows of its own is not the client's.
    const isOwn = socket instanceof TLSSocket && !isProxy(socket.remoteAddress)
    const passed = isOwn ? readConnection(socket) : isProxy(socket.remoteAddress) ? readHeader(headers) : undefined
    if (!passed) return undefined
    const { certificate, intermediates } = passed
    // OpenSSL looks at more than we do (name constraints, lengths of paths): where it refused, so do we.
    const authorities = isOwn && !socket.authorized ? [] : trusted
    return {
      certificate,
      findTrustedIssuers: () => findTrustedIssuers(certificate, intermediates, authorities, clock.now()),
    }
  }
}

function createHeaderReader(
  config: ServerConfig,
): (headers: FastifyRequest['raw']['headers']) => PassedCertificates | undefined {
  const { clientCertificateLookup: kind, clientCertificateHeader } = config
  if (kind === 'none') return () => undefined
  const name = (clientCertificateHeader ?? defaultHeaderNames[kind]).toLowerCase()
  return (headers) => readCertificateHeader(kind, name, headers)
}

/** Who speaks to us must be the proxy itself: X-Forwarded-For tells nothing of who wrote a header. */
function createProxyCheck(config: ServerConfig): (address: string | undefined) => boolean {
  if (config.clientCertificateLookup === 'none') return () => false
  const proxies = config.trustedProxies.map((range) => ipaddr.parseCIDR(range))
  return (address) => {
    if (address === undefined || !ipaddr.isValid(address)) return false
    const peer = ipaddr.process(address)
    return proxies.some((range) => range[0].kind() === peer.kind() && peer.match(range))
  }
}

const ofConnections = new WeakMap<TLSSocket, PassedCertificates>()

/** TLS has proven that the peer holds the key, whoever issued the certificate. */
function readConnection(socket: TLSSocket): PassedCertificates | undefined {
  const known = ofConnections.get(socket)
  if (known) return known
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) return undefined
  const intermediates: X509Certificate[] = []
  let { issuerCertificate: issuer } = socket.getPeerCertificate(true)
  // The last one names itself as its issuer.
  while (issuer?.raw && intermediates.every(({ raw }) => !raw.equals(issuer.raw)) && intermediates.length < 8) {
    intermediates.push(new X509Certificate(issuer.raw))
    issuer = issuer.issuerCertificate
  }
  ofConnections.set(socket, { certificate, intermediates })
  return { certificate, intermediates }
}

/** Every certificate of the file is an authority that may vouch for clients. */
function readTrustStore(file: string | undefined): readonly X509Certificate[] {
  if (file === undefined) return []
  try {
    const text = readFileSync(file, 'utf8')
    const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    if (blocks.length === 0) throw new Error('it holds no certificate in PEM')
    return blocks.map((block) => new X509Certificate(block))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new OperatorError(`The trust store ${file} (--https-trust-store-file) cannot be used: ${reason}`, cause)
  }
}
