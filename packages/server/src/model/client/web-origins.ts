import type { ClientSettings } from './client.ts'
import { resolveRedirectUris } from './redirect-uri.ts'

type OriginSettings = Pick<ClientSettings, 'redirectUris' | 'rootUrl' | 'webOrigins'>

/** The origins scripts of this client may come from. `+` stands for the origins of its redirect URIs; `*` stays. */
export function resolveWebOrigins(settings: OriginSettings, base: string): string[] {
  const origins = new Set<string>()
  for (const origin of settings.webOrigins) {
    if (origin !== '+') origins.add(origin.replace(/\/+$/, ''))
    else for (const uri of resolveRedirectUris(settings, base)) addOrigin(origins, uri)
  }
  return [...origins]
}

/** The origins of redirect URIs as they stand: what a new client gets that names no web origins. */
export function originsOfRedirectUris(redirectUris: readonly string[]): string[] {
  const origins = new Set<string>()
  for (const uri of redirectUris) addOrigin(origins, uri)
  return [...origins]
}

/** True when a script from `origin` may read answers meant for this client. */
export function isWebOriginAllowed(origin: string, settings: OriginSettings, base: string): boolean {
  const origins = resolveWebOrigins(settings, base)
  return origins.includes('*') || origins.includes(origin)
}

function addOrigin(origins: Set<string>, uri: string): void {
  const origin = /^https?:\/\/[^/?#*]+/i.exec(uri)?.[0]
  if (origin !== undefined && URL.canParse(origin)) origins.add(new URL(origin).origin)
}
