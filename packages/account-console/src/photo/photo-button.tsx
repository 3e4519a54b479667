import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconCamera } from '@tabler/icons-react'
import { Avatar } from '@ztrust/ui/avatar.tsx'
import { useText } from '../text.ts'
import classes from './photo-button.module.css'
import { usePhotoDialog } from './photo-dialog-provider.tsx'

export interface PhotoButtonProps {
  readonly name: string
  readonly photoUrl: string | undefined
  readonly size: number
}

/** The profile photo; a click opens the dialog to change it. */
export function PhotoButton({ name, photoUrl, size }: PhotoButtonProps) {
  const text = useText()
  const open = usePhotoDialog()
  return (
    <UnstyledButton className={classes['button']} onClick={open} aria-haspopup="dialog">
      <VisuallyHidden>{text('photo.change')}</VisuallyHidden>
      <Avatar name={name} photoUrl={photoUrl} size={size} decorative />
      <span className={classes['badge']} aria-hidden>
        <IconCamera size={16} stroke={1.5} />
      </span>
    </UnstyledButton>
  )
}
