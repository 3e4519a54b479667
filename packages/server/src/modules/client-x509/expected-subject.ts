import type { X509Certificate } from 'node:crypto'
import {
  formatDistinguishedName,
  isSameName,
  parseDistinguishedName,
  readSubject,
} from '../../crypto/distinguished-name.ts'

/** A subject longer than this is compared with no pattern: patterns can take long on long texts. */
const longestSubject = 1024

/** Is the certificate's subject the one that the client is registered with? A client without one has no certificate. */
export function isExpectedSubject(certificate: X509Certificate, attributes: Readonly<Record<string, string>>): boolean {
  const expected = attributes['x509.subjectdn']?.trim()
  if (!expected) return false
  const subject = readSubject(certificate)
  if (attributes['x509.allow.regex.pattern.comparison'] === 'true') {
    return matchesPattern(formatDistinguishedName(subject), expected)
  }
  const name = parseDistinguishedName(expected)
  return name !== undefined && isSameName(name, subject)
}

/** The pattern covers all of the subject: a part of it is chosen by whoever asks for a certificate. */
function matchesPattern(subject: string, pattern: string): boolean {
  if (subject.length > longestSubject) return false
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(subject)
  } catch {
    return false
  }
}
