import { encode } from 'uqr'

/** More does not fit a QR code that a phone reads from a screen. */
const maxLength = 1000

export interface QrPath {
  /** Edge length in modules, quiet zone included. */
  readonly size: number
  /** SVG path of the dark modules, one run of a row after the other. */
  readonly path: string
}

/** Draws a text as a QR code with the quiet zone of four modules that readers need (ISO/IEC 18004). */
export function drawQrPath(text: string): QrPath | undefined {
  if (text === '' || text.length > maxLength) return undefined
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const runs = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => {
      if (!isDark || row[x - 1]) return []
      const next = row.indexOf(false, x)
      const length = (next === -1 ? row.length : next) - x
      return [`M${x} ${y}h${length}v1h-${length}z`]
    }),
  )
  return { size, path: runs.join('') }
}
