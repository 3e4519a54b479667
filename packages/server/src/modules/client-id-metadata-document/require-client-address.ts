import type { DocumentRules } from './document-rules.ts'
import { refuseDocument } from './refuse-document.ts'
import { hostOf, isTrustedHost } from './trusted-domains.ts'

/** RFC 3986, appendix B: the parts as they are written, before anything is made the same. */
const parts = /^([^:/?#]+):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/

/** `.` and `..` between slashes of any kind, written as they are or encoded. */
const dotSegment = /(?:\/|\\|%2f|%5c)(?:\.|%2e){1,2}(?:\/|\\|%2f|%5c|$)/i

/** Throws unless an address may name a client (section 3 of the draft) and is on a trusted domain. */
export function requireClientAddress(clientId: string, rules: DocumentRules): void {
  const [, scheme, authority = '', path = '', query, fragment] = parts.exec(clientId) ?? []
  const isWeb = scheme === 'https' || (scheme === 'http' && rules.allowsHttp)
  // Without a host after the slashes, or with a backslash, fetching would find the host somewhere else.
  const isMalformed = !URL.canParse(clientId) || authority === '' || clientId.includes('\\')
  if (isMalformed && scheme !== undefined) throw refuseDocument('Invalid Client ID: malformed URL.')
  if (!isWeb) throw refuseDocument('Invalid Client ID: invalid scheme.')
  if (path === '') throw refuseDocument('Invalid Client ID: empty path.')
  if (dotSegment.test(path)) throw refuseDocument('Invalid Client ID: path traverse segment included.')
  if (fragment !== undefined) throw refuseDocument('Invalid Client ID: fragment included.')
  if (authority.includes('@')) throw refuseDocument('Invalid Client ID: userinfo included.')
  if (query !== undefined) throw refuseDocument('Invalid Client ID: query included.')
  requireTrustedAddress(clientId, rules)
}

/** Throws unless the host of an address is on a trusted domain; with no domains none is. */
export function requireTrustedAddress(address: string, { domains }: DocumentRules): void {
  const untrusted = 'Invalid Client ID: domain not allowed.'
  if (domains.length === 0) throw refuseDocument(untrusted)
  if (!URL.canParse(address)) throw refuseDocument('Invalid Client Metadata: malformed URL.')
  const host = hostOf(address)
  if (host === undefined) throw refuseDocument('Invalid Client ID / Metadata: host unresolved.')
  if (!isTrustedHost(host, domains)) throw refuseDocument(untrusted)
}
