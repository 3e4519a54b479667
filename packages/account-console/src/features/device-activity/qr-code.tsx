import { useMemo } from 'react'
import { encode } from 'uqr'
import classes from './device-activity.module.css'

export interface QrCodeProps {
  readonly text: string
  readonly label: string
  /** Pale, when it has served. */
  readonly isUsed: boolean
}

/** A QR code as one SVG path, sharp at any size. */
export function QrCode({ text, label, isUsed }: QrCodeProps) {
  const { size, path } = useMemo(() => toPath(text), [text])
  return (
    <svg
      className={classes['qr']}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
      data-used={isUsed || undefined}
    >
      <path d={path} fill="#000" />
    </svg>
  )
}

function toPath(text: string): { readonly size: number; readonly path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: 2 })
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { size, path: squares.join('') }
}
