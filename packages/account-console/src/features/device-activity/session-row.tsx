import { Button, Text } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { useCallback } from 'react'
import { useIntl } from 'react-intl'
import { useWireText } from '../../patterns/wire-text.ts'
import { useText } from '../../text.ts'
import classes from './device-activity.module.css'

/** One sign-in as the page tells it. Times in epoch milliseconds. */
export interface ShownSession {
  readonly id: string
  readonly browser: string
  /** Undefined where the browser does not say. */
  readonly system: string | undefined
  readonly device: string | undefined
  readonly isMobile: boolean
  readonly ip: string
  readonly lastAccessAt: number
  readonly startedAt: number
  readonly isCurrent: boolean
  readonly applications: readonly string[]
}

/** "Chrome on Windows 10". */
export function useSessionName(): (session: ShownSession) => string {
  const text = useText()
  return useCallback(
    ({ browser, system, device }) => {
      const place = [device, system].filter(Boolean).join(', ')
      return place === '' ? browser : text('sessions.name', { browser, system: place })
    },
    [text],
  )
}

export function SessionRow({ session, onEnd }: { readonly session: ShownSession; readonly onEnd: () => void }) {
  const text = useText()
  const intl = useIntl()
  const wireText = useWireText()
  const nameOf = useSessionName()
  const name = nameOf(session)
  const IconOf = session.isMobile ? IconDeviceMobile : IconDeviceDesktop
  return (
    <li className={classes['row']}>
      <span className={classes['icon']} aria-hidden>
        <IconOf size={22} stroke={1.5} />
      </span>
      <div className={classes['words']}>
        <div className={classes['name']}>
          <Text component="span" fw={500}>
            {name}
          </Text>
          {session.isCurrent ? <StateBadge tone="positive">{text('sessions.current')}</StateBadge> : null}
        </div>
        <Text c="dimmed" size="sm">
          {session.ip}, <RelativeTime at={session.lastAccessAt} />
          {session.applications.length === 0
            ? null
            : `, ${text('sessions.applications', { names: intl.formatList(session.applications.map(wireText)) })}`}
        </Text>
        <Text c="dimmed" size="sm">
          {text('sessions.since')} <RelativeTime at={session.startedAt} />
        </Text>
      </div>
      {session.isCurrent ? null : (
        <Button
          variant="subtle"
          size="compact-md"
          onClick={onEnd}
          aria-label={text('sessions.endNamed', { name })}
          className={classes['end'] ?? ''}
        >
          {text('sessions.end')}
        </Button>
      )}
    </li>
  )
}
