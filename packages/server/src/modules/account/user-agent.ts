import Bowser from 'bowser'

/** What a browser says of itself, in words people know. */
export interface UserAgent {
  /** `Chrome/143.0`, as Keycloak writes it. */
  readonly browser: string
  readonly os: string
  readonly osVersion: string
  /** `iPhone`, or `Other` where nothing is known. */
  readonly device: string
  readonly isMobile: boolean
}

const unknown = 'Other'

/** Reads a User-Agent header. It is a claim, not a fact: it may only be shown. */
export function readUserAgent(header: string): UserAgent {
  if (header.trim() === '') return { browser: 'Unknown', os: unknown, osVersion: '', device: unknown, isMobile: false }
  const { browser, os, platform } = Bowser.parse(header)
  const product = /^([\w.-]+)(?:\/(\d+(?:\.\d+)?))?/.exec(header)
  const name = browser.name || product?.[1] || 'Unknown'
  const version = toShortVersion(browser.version || product?.[2] || '')
  return {
    browser: version === '' ? name : `${name}/${version}`,
    os: os.name ?? unknown,
    // Windows calls itself "NT 10.0", people call it 10.
    osVersion: (os.name === 'Windows' ? os.versionName : os.version) ?? '',
    device: platform.model ?? unknown,
    isMobile: platform.type === 'mobile' || platform.type === 'tablet',
  }
}

function toShortVersion(version: string): string {
  return version.split('.').slice(0, 2).join('.')
}
