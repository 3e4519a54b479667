import { Avatar as MantineAvatar } from '@mantine/core'
import { initialsOf } from './initials.ts'
import { useUiText } from './ui-text.ts'

export interface AvatarProps {
  readonly name: string
  readonly photoUrl?: string | undefined
  readonly size?: number
  /** True beside the written name, where reading it out again would only be noise. */
  readonly decorative?: boolean
}

/** Photo of a person, or initials on a quiet ground. */
export function Avatar({ name, photoUrl, size = 32, decorative = false }: AvatarProps) {
  const text = useUiText()
  const label = decorative ? '' : text('ui.photoOf', { name })
  return (
    <MantineAvatar
      src={photoUrl ?? null}
      alt={label}
      size={size}
      radius="100%"
      color="brand"
      {...(decorative ? { 'aria-hidden': true } : {})}
    >
      {initialsOf(name)}
    </MantineAvatar>
  )
}
