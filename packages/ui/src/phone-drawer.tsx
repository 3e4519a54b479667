import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useUiText } from './ui-text.ts'

export interface PhoneDrawerProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly title: string
  readonly children: ReactNode
}

/** The navigation on phones; its own chunk, as computers never need it. */
export default function PhoneDrawer({ opened, onClose, title, children }: PhoneDrawerProps) {
  const text = useUiText()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={300}
      title={title}
      closeButtonProps={{ 'aria-label': text('ui.closeNavigation') }}
    >
      <nav aria-label={text('ui.mainNavigation')}>{children}</nav>
    </Drawer>
  )
}
