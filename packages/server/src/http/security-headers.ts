import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'

/** What every answer carries. */
export const alwaysHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** What an HTML page carries unless its realm says otherwise (Keycloak's defaults). */
const page: Readonly<Record<string, string>> = {
  'x-frame-options': 'SAMEORIGIN',
  'x-robots-tag': 'none',
}

/** Keycloak's names of the header settings of a realm. */
const names: Readonly<Record<string, string>> = {
  xFrameOptions: 'x-frame-options',
  xContentTypeOptions: 'x-content-type-options',
  xRobotsTag: 'x-robots-tag',
  strictTransportSecurity: 'strict-transport-security',
  referrerPolicy: 'referrer-policy',
  contentSecurityPolicyReportOnly: 'content-security-policy-report-only',
}

export interface PageHeaderInput {
  /** Its Content-Security-Policy. */
  readonly policy: string
  readonly secure: boolean
  readonly realm: RealmSnapshot | undefined
}

/** What a page carries beside `alwaysHeaders`. */
export function pageHeaders({ policy, secure, realm }: PageHeaderInput): Record<string, string> {
  const headers: Record<string, string> = { ...page, 'content-security-policy': policy }
  for (const [setting, header] of Object.entries(names)) {
    const value = realm?.realm.settings.browserSecurityHeaders[setting]
    if (value) headers[header] = value
  }
  // Over plain http the header means nothing and would lock developers out later.
  if (!secure) delete headers['strict-transport-security']
  return headers
}

/** Who may frame a realm's pages, from Keycloak's setting of the whole policy; ourselves when it does not say. */
export function frameAncestorsOf(realm: RealmSnapshot | undefined): string {
  const setting = realm?.realm.settings.browserSecurityHeaders['contentSecurityPolicy'] ?? ''
  return /frame-ancestors ([^;]+)/.exec(setting)?.[1]?.trim() ?? "'self'"
}

/** The policy of the consoles: Mantine sets style attributes, so styles may be inline; scripts may not. */
export const consolePolicy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
  "connect-src 'self'; worker-src 'self' blob:; media-src 'self' blob:; frame-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'self'"
