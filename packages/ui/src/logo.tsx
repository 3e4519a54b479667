const shield = 'M16 1.5 28 5v11.2c0 6.6-4.9 11.6-12 14.3C8.9 27.8 4 22.8 4 16.2V5z'
const letter = 'M10.5 9.5h11L10.5 20.5h11'

export interface LogoProps {
  /** Edge length in pixels. */
  readonly size?: number
  /** `mono` draws in the colour of the text around it, the Z cut out. */
  readonly variant?: 'brand' | 'mono'
  /** Read out by screen readers; without it the logo is decoration beside a name. */
  readonly title?: string
}

/** The shield drawn from a Z. */
export function Logo({ size = 28, variant = 'brand', title }: LogoProps) {
  const box = { viewBox: '0 0 32 32', width: size, height: size, fill: 'none' }
  if (title === undefined) {
    return (
      <svg {...box} aria-hidden="true">
        <Shape variant={variant} />
      </svg>
    )
  }
  return (
    <svg {...box} role="img" aria-label={title}>
      <Shape variant={variant} />
    </svg>
  )
}

function Shape({ variant }: { readonly variant: 'brand' | 'mono' }) {
  const line = { strokeWidth: 3, strokeLinecap: 'round', strokeLinejoin: 'round' } as const
  if (variant === 'mono') {
    return (
      <>
        <path d={shield} stroke="currentColor" strokeWidth={2.5} strokeLinejoin="round" />
        <path d={letter} stroke="currentColor" {...line} />
      </>
    )
  }
  return (
    <>
      <path d={shield} fill="var(--mantine-primary-color-filled)" />
      <path d={letter} stroke="var(--mantine-primary-color-contrast)" {...line} />
    </>
  )
}
