/** What this phone is: as exact as the browser tells. */
export interface PhoneModel {
  /** `Pixel 8`, `iPhone`; empty when the browser keeps it to itself. */
  readonly model: string
  /** `Android 15`, `iOS 18.2`. */
  readonly platform: string
}

interface Hints {
  readonly model?: string
  readonly platform?: string
  readonly platformVersion?: string
}

interface UserAgentData {
  readonly platform?: string
  getHighEntropyValues(names: readonly string[]): Promise<Hints>
}

/** Asks User-Agent Client Hints where there are, else reads the User-Agent text. */
export async function readPhoneModel(): Promise<PhoneModel> {
  const fallback = parseUserAgent(navigator.userAgent, navigator.maxTouchPoints)
  const data = (navigator as { readonly userAgentData?: UserAgentData }).userAgentData
  if (data === undefined) return fallback
  try {
    const hints = await data.getHighEntropyValues(['model', 'platformVersion'])
    return fromHints(hints, data.platform ?? '', fallback)
  } catch {
    return fallback // refused by a permissions policy
  }
}

export function fromHints(hints: Hints, ownPlatform: string, fallback: PhoneModel): PhoneModel {
  const platform = hints.platform || ownPlatform
  // Desktop systems count their versions in ways nobody knows them by.
  const version = platform === 'Android' ? (hints.platformVersion ?? '').split('.')[0] : ''
  return {
    model: hints.model || fallback.model,
    platform: [platform, version].filter(Boolean).join(' ') || fallback.platform,
  }
}

const systems: readonly (readonly [RegExp, (match: RegExpExecArray) => PhoneModel])[] = [
  [/\((iPhone|iPod touch|iPad);.*? OS (\d+)(?:_(\d+))?/, ([, model = '', major, minor]) => apple(model, major, minor)],
  [
    /Android (\d+)(?:[.\d]*);(?: (?!Mobile|Tablet|rv:|K[;)])([^;)]+?)(?: Build\/[^;)]*)?[;)])?/,
    ([, version, model = '']) => ({ model, platform: `Android ${version}` }),
  ],
  [/CrOS/, () => ({ model: 'Chromebook', platform: 'Chrome OS' })],
  [/Windows NT/, () => ({ model: '', platform: 'Windows' })],
  [/Mac OS X/, () => ({ model: 'Mac', platform: 'macOS' })],
  [/Linux/, () => ({ model: '', platform: 'Linux' })],
]

/** Reads a User-Agent text. `touchPoints` tells an iPad, which calls itself a Mac, from a Mac. */
export function parseUserAgent(userAgent: string, touchPoints: number): PhoneModel {
  if (/Macintosh/.test(userAgent) && touchPoints > 1) return { model: 'iPad', platform: 'iPadOS' }
  for (const [pattern, read] of systems) {
    const match = pattern.exec(userAgent)
    if (match) return read(match)
  }
  return { model: '', platform: '' }
}

function apple(model: string, major: string | undefined, minor: string | undefined): PhoneModel {
  const system = model === 'iPad' ? 'iPadOS' : 'iOS'
  return { model, platform: [system, [major, minor].filter(Boolean).join('.')].filter(Boolean).join(' ') }
}
