import { Card, Group, Text } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { Avatar } from '@ztrust/ui/avatar.tsx'
import { useText } from '../../text.ts'
import classes from './enrolment.module.css'
import { formatCountdown } from './use-countdown.ts'

export interface InvitationSummaryProps {
  readonly organisation: string
  readonly server: string
  readonly displayName: string
  readonly username: string
  readonly secondsLeft: number
}

/** Whose account this is, where, and how long the code is good. */
export function InvitationSummary(props: InvitationSummaryProps) {
  const { organisation, server, displayName, username, secondsLeft } = props
  const text = useText()
  return (
    <Card className={classes['summary'] ?? ''}>
      <Group wrap="nowrap" gap="md">
        <Avatar name={displayName} size={56} decorative />
        <dl className={classes['who']}>
          <dt className={classes['hidden']}>{text('enrol.organisation')}</dt>
          <dd className={classes['organisation']}>{organisation}</dd>
          <dt className={classes['hidden']}>{text('enrol.account')}</dt>
          <dd>{displayName === username ? username : `${displayName} · ${username}`}</dd>
          <dt className={classes['hidden']}>{text('enrol.server')}</dt>
          <dd className={classes['server']}>{new URL(server).host}</dd>
        </dl>
      </Group>
      <Group gap={6} mt="sm" className={classes['time'] ?? ''} data-soon={secondsLeft <= 30 || undefined}>
        <IconClock size={16} stroke={1.5} aria-hidden />
        <Text size="sm" inherit role="timer" className="zt-tabular">
          {text('enrol.expiresIn', { time: formatCountdown(secondsLeft) })}
        </Text>
      </Group>
    </Card>
  )
}
