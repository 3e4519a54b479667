/** The server's public addresses. Fixed by configuration, never taken from a request's Host header. */
export interface Urls {
  /** Without a trailing slash: `https://id.example.org`. */
  readonly base: string
  /** True when browsers reach us by https. */
  readonly secure: boolean
  /** Where clients show certificates (RFC 8705, section 5); often `base`, undefined where they cannot. */
  readonly mutualTls?: string
  /** `{base}/realms/{realm}`, which is also the issuer. */
  realm(realmName: string): string
  /** Path of a realm without the origin: `/realms/{realm}`, encoded; for cookies. */
  realmPath(realmName: string): string
}

export function createUrls(base: string, mutualTls?: string): Urls {
  const trimmed = base.replace(/\/+$/, '')
  const basePath = new URL(trimmed).pathname.replace(/\/$/, '')
  return {
    base: trimmed,
    secure: trimmed.startsWith('https:'),
    ...(mutualTls === undefined ? {} : { mutualTls: mutualTls.replace(/\/+$/, '') }),
    realm: (realmName) => `${trimmed}/realms/${encodeURIComponent(realmName)}`,
    realmPath: (realmName) => `${basePath}/realms/${encodeURIComponent(realmName)}`,
  }
}
