import type { Form } from '../../spi/form.ts'
import { safeWebAddress } from './safe-url.ts'

/**
 * The Content-Security-Policy of a page of the login family. There is no form-action: Chromium applies it to the
 * redirects that follow a post, and after signing in those lead to the application, whatever its address or scheme.
 */
export function pagePolicy(form: Form, nonce: string, frameAncestors = "'self'"): string {
  const frames = frameOrigins(form)
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    `frame-src ${frames.length > 0 ? frames.join(' ') : "'none'"}`,
    `frame-ancestors ${frameAncestors}`,
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ')
}

/** Origins of the applications that are told of a logout by frames of the page; on all other pages nothing is framed. */
function frameOrigins(form: Form): readonly string[] {
  const clients = form.id === 'frontchannel-logout' ? form.data['clients'] : undefined
  if (!Array.isArray(clients)) return []
  const origins = clients.flatMap((client: unknown) => {
    if (typeof client !== 'object' || client === null || !('logoutUrl' in client)) return []
    const address = safeWebAddress(client.logoutUrl)
    return address !== undefined && URL.canParse(address) ? [new URL(address).origin] : []
  })
  return [...new Set(origins)]
}
