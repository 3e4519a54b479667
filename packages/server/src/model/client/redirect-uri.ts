import type { ClientSettings } from './client.ts'
import { hasDangerousScheme } from './dangerous-scheme.ts'

type RedirectSettings = Pick<ClientSettings, 'redirectUris' | 'rootUrl'>

const maximumLength = 4096

/**
 * True when a browser may be sent to `uri` for this client: exactly a registered address (RFC 9700, section 2.1), or
 * below one that ends in `*`. `base` is the server's own address, for registered addresses that are relative.
 */
export function isRedirectUriAllowed(uri: string, settings: RedirectSettings, base: string): boolean {
  return matchesAny(uri, resolveRedirectUris(settings, base))
}

/**
 * True when the browser may be sent there after the logout. The client's attribute lists addresses separated by `##`;
 * `+`, and an empty list, stand for the redirect URIs, `-` for none.
 */
export function isPostLogoutRedirectUriAllowed(
  uri: string,
  settings: RedirectSettings & Pick<ClientSettings, 'attributes'>,
  base: string,
): boolean {
  const listed = (settings.attributes['post.logout.redirect.uris'] ?? '').split('##').filter((one) => one !== '')
  const own = listed.filter((one) => one !== '+' && one !== '-')
  const withRedirectUris = listed.length === 0 || listed.includes('+')
  const all = withRedirectUris ? [...own, ...settings.redirectUris] : own
  return isRedirectUriAllowed(uri, { ...settings, redirectUris: all }, base)
}

/** The registered addresses with relative ones made absolute by the client's root URL, else by the server's address. */
export function resolveRedirectUris(settings: RedirectSettings, base: string): string[] {
  return settings.redirectUris.map((uri) => resolveClientUrl(uri, settings, base))
}

/** An address of a client; a relative one stands below the client's root URL, else below the server's own address. */
export function resolveClientUrl(url: string, { rootUrl }: Pick<ClientSettings, 'rootUrl'>, base: string): string {
  return url.startsWith('/') ? resolveRootUrl(rootUrl, base) + url : url
}

/** Built-in clients name the server itself by `${authBaseUrl}` and `${authAdminUrl}`. */
function resolveRootUrl(rootUrl: string | undefined, base: string): string {
  if (!rootUrl) return base
  return rootUrl.replace(/^\$\{auth(Base|Admin)Url\}/, () => base).replace(/\/+$/, '')
}

/** True for an address that no client may register or be sent to, whatever it registered. */
function isDangerousRedirectUri(uri: string): boolean {
  // Browsers drop tabs and line breaks inside a scheme, and spaces in front of it.
  if (uri.length > maximumLength || /[\p{Cc}\s\\]/u.test(uri) || uri.includes('#')) return true
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase()
  if (scheme === undefined || hasDangerousScheme(uri)) return true
  if (!isWebScheme(scheme)) return false
  const authority = /^https?:\/\/([^/?]+)/i.exec(uri)?.[1]
  if (authority === undefined || authority.includes('@') || authority.includes('%')) return true
  return !URL.canParse(uri)
}

function matchesAny(uri: string, registered: readonly string[]): boolean {
  if (isDangerousRedirectUri(uri)) return false
  if (registered.some((one) => !one.endsWith('*') && (one === uri || matchesLoopback(uri, one)))) return true
  return !leavesItsPath(uri) && registered.some((one) => one.endsWith('*') && matchesPrefix(uri, one.slice(0, -1)))
}

function matchesPrefix(uri: string, prefix: string): boolean {
  const target = uri.split('?', 1)[0] ?? ''
  if (prefix === '') return isWebUri(uri)
  if (prefix.endsWith('/') && target === prefix.slice(0, -1) && !prefix.endsWith('://')) return true
  if (!target.startsWith(prefix)) return false
  if (!isWebUri(prefix) || /^https?:\/\/[^/]+\//i.test(prefix)) return true
  // `https://app.example.org*` must not let `https://app.example.org.evil.test` in; a prefix may leave the port open.
  const rest = target.slice(prefix.length)
  return /^https?:\/\/[^/]+:$/i.test(prefix)
    ? /^\d{1,5}(\/|$)/.test(rest)
    : /^https?:\/\/[^/]+$/i.test(prefix) && /^(\/|$)/.test(rest)
}

/** RFC 8252, section 7.3: a native application listens on the loopback address, on any port it gets. */
function matchesLoopback(uri: string, registered: string): boolean {
  const loopback = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::\d{1,5})?(?=[/?]|$)/i
  if (!loopback.test(registered) || /^http:\/\/[^/?]*:\d+(?=[/?]|$)/.test(registered)) return false
  const match = loopback.exec(uri)
  return match !== null && uri.replace(loopback, () => `http://${match[1]}`) === registered
}

/** Segments that servers read as "one up", plain or encoded however often (CVE-2024-8883, CVE-2026-3872). */
function leavesItsPath(uri: string): boolean {
  let path = uri.split('?', 1)[0] ?? ''
  for (let round = 0; round < 5; round += 1) {
    const decoded = decode(path)
    if (decoded === undefined) return true
    if (decoded === path) break
    // An encoded separator or dot has no use in a path below a wildcard but to hide one.
    if (/%(2e|2f|5c|25|00)/i.test(path)) return true
    path = decoded
  }
  return path.split('/').some((segment) => /^\.{1,2}(;|$)/.test(segment)) || path.includes('\\')
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function isWebUri(uri: string): boolean {
  return /^https?:\/\//i.test(uri)
}

function isWebScheme(scheme: string): boolean {
  return scheme === 'http' || scheme === 'https'
}
