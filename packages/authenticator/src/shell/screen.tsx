import { ActionIcon, Stack, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { Logo } from '@ztrust/ui/logo.tsx'
import { type ReactNode, useEffect, useRef } from 'react'
import { useText } from '../text.ts'
import classes from './screen.module.css'
import { ScreenNotices } from './screen-notices.tsx'

export interface ScreenProps {
  readonly title: string
  /** Goes back to the accounts; without it the logo stands there. */
  readonly withBack?: boolean
  /** At the end of the header. */
  readonly actions?: ReactNode
  /** Within reach of the thumb, always in sight. */
  readonly footer?: ReactNode
  readonly children: ReactNode
}

/** One column with a heading, which gets the focus when the screen appears. */
export function Screen({ title, withBack = false, actions, footer, children }: ScreenProps) {
  const text = useText()
  const navigate = useNavigate()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${text('app.name')}`
    heading.current?.focus({ preventScroll: true })
  }, [title, text])
  return (
    <div className={classes['screen']}>
      <header className={classes['header']}>
        {withBack ? (
          <ActionIcon
            className={classes['target'] ?? ''}
            ml={-12}
            aria-label={text('app.back')}
            onClick={() => void navigate({ to: '/' })}
          >
            <IconArrowLeft size={24} stroke={1.5} className="zt-mirrored" />
          </ActionIcon>
        ) : (
          <Logo size={32} />
        )}
        <Title order={1} size="h2" className={classes['heading'] ?? ''} ref={heading} tabIndex={-1}>
          {title}
        </Title>
        {actions}
      </header>
      <main className={classes['main']}>
        <Stack gap="md" className={classes['content'] ?? ''}>
          <ScreenNotices />
          {children}
        </Stack>
        {footer === undefined ? null : <div className={classes['footer']}>{footer}</div>}
      </main>
    </div>
  )
}
