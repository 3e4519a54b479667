/** Schemes that run or hold content of their own; applications' schemes (`myapp:`) stay usable as links. */
const refusedSchemes = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'filesystem:', 'about:'])

const anyBase = 'http://relative.invalid/'

/** An address that may stand in a link; undefined when following it would run something (CVE-2026-9086). */
export function safeLink(address: unknown): string | undefined {
  const url = parse(address)
  return url !== undefined && !refusedSchemes.has(url.protocol) ? String(address) : undefined
}

/** An address that a form may be posted to, or a frame may load: http, https, or relative. */
export function safeWebAddress(address: unknown): string | undefined {
  const url = parse(address)
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? String(address) : undefined
}

/** Biggest picture inside a realm's settings: about 150 kB of image. */
const maxDataUrlLength = 200_000

const dataImage = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/

/**
 * An address that a picture may come from: a path of this server, or a PNG, JPEG or WebP in itself. Never a foreign host,
 * who would learn of every sign-in, and never SVG in a data URL.
 */
export function safeImage(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined
  if (address.startsWith('data:'))
    return address.length <= maxDataUrlLength && dataImage.test(address) ? address : undefined
  // A browser reads `/\host` and tabs within `//` as the start of a host.
  if (!address.startsWith('/') || address.length > 2000) return undefined
  const url = parse(address)
  return url?.origin === new URL(anyBase).origin && !/[\\\p{Cc}]/u.test(address) ? address : undefined
}

function parse(address: unknown): URL | undefined {
  if (typeof address !== 'string' || address === '') return undefined
  try {
    return new URL(address, anyBase)
  } catch {
    return undefined
  }
}
