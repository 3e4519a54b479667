import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import type { Ref } from 'react'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'
import classes from './realm-switcher.module.css'

export interface RealmButtonProps {
  readonly isCollapsed: boolean
  readonly isOpen: boolean
  readonly onClick: () => void
  readonly ref?: Ref<HTMLButtonElement>
}

export function RealmButton({ isCollapsed, isOpen, onClick, ref }: RealmButtonProps) {
  const realm = useRealmName()
  const text = useText()
  return (
    <Tooltip label={realm} position="right" disabled={!isCollapsed}>
      <UnstyledButton
        ref={ref}
        className={classes['button']}
        data-collapsed={isCollapsed || undefined}
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        onClick={onClick}
      >
        <span className={classes['initial']} data-initial={realm.slice(0, 1).toUpperCase()} aria-hidden />
        <VisuallyHidden>{text('shell.switchRealm')}</VisuallyHidden>
        {isCollapsed ? (
          <VisuallyHidden>{realm}</VisuallyHidden>
        ) : (
          <>
            <span className={`zt-truncate ${classes['name']}`}>{realm}</span>
            <IconSelector size={16} stroke={1.5} aria-hidden />
          </>
        )}
      </UnstyledButton>
    </Tooltip>
  )
}
