/** When a token is issued and when it expires, epoch seconds (RFC 7519, section 2: NumericDate). */
export interface TokenTimes {
  readonly iat: number
  readonly exp: number
}

/** Epoch milliseconds as a NumericDate. */
export function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}
