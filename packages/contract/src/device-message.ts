/**
 * What a device signs, line by line: shared by the phone and the server so that both build the same text. A purpose
 * comes first, so that a signature for one thing is none for another; no part may hold a line break.
 */
export function deviceMessage(purpose: 'request' | 'enrolment', parts: readonly string[]): string {
  const lines = ['ztrust-device-v1', purpose, ...parts]
  if (lines.some((line) => /[\r\n]/.test(line))) throw new Error('A line break cannot be signed')
  return lines.join('\n')
}

export interface DeviceRequestParts {
  readonly realm: string
  readonly deviceId: string
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  /** SHA-256 of the body, base64url. */
  readonly bodyHash: string
  /** Epoch milliseconds as text. */
  readonly time: string
  /** At least 16 URL-safe characters, never used before. */
  readonly nonce: string
}

/** Text signed for the header `Authorization: ZTrust-Device device="", time="", nonce="", signature=""`. */
export function deviceRequestMessage(parts: DeviceRequestParts): string {
  const { realm, deviceId, method, url, bodyHash, time, nonce } = parts
  return deviceMessage('request', [realm, deviceId, method, url, bodyHash, time, nonce])
}
