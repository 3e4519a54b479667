import type { X509Certificate } from 'node:crypto'

/** Extended key usages of RFC 5280, section 4.2.1.12 that let a certificate stand for a client. */
const clientUsages: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'])

/** Longer chains are not followed. */
const maximumDepth = 8

/**
 * The certificates that vouch for one, its issuer first and one of the trust store last (RFC 5280, section 6.1, as far
 * as node:crypto can tell: names, signatures, times, who may issue, usage). Undefined when nobody of the trust store
 * vouches for it at `now`. A certificate that stands in the trust store itself needs no other: the list is empty.
 */
export function findTrustedIssuers(
  certificate: X509Certificate,
  intermediates: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  now: number,
): readonly X509Certificate[] | undefined {
  const usages = certificate.keyUsage as readonly string[] | undefined
  if (usages && !usages.some((usage) => clientUsages.has(usage))) return undefined
  return follow(certificate, { intermediates, trusted, now }, maximumDepth)
}

interface Candidates {
  readonly intermediates: readonly X509Certificate[]
  readonly trusted: readonly X509Certificate[]
  readonly now: number
}

function follow(certificate: X509Certificate, from: Candidates, depth: number): X509Certificate[] | undefined {
  if (!isInTime(certificate, from.now) || isWeaklySigned(certificate)) return undefined
  if (from.trusted.some((one) => one.fingerprint256 === certificate.fingerprint256)) return []
  if (depth === 0) return undefined
  for (const issuer of [...from.trusted, ...from.intermediates]) {
    if (!hasIssued(issuer, certificate)) continue
    const rest = follow(issuer, from, depth - 1)
    if (rest) return [issuer, ...rest]
  }
  return undefined
}

function hasIssued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  if (issuer.fingerprint256 === certificate.fingerprint256 || !issuer.ca) return false
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function isInTime({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now <= validToDate.getTime()
}

/** Collisions of these can be made by anybody. */
function isWeaklySigned({ signatureAlgorithm }: X509Certificate): boolean {
  return /md[245]|sha-?1(?!\d)/i.test(signatureAlgorithm ?? '')
}
