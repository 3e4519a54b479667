import { Text } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './invitation-block.module.css'

export interface InvitationBlockProps {
  readonly icon: Icon
  /** What is not there yet. */
  readonly title: string
  /** What it would be good for. */
  readonly description: string
  readonly action: ReactNode
}

/** Inside a card: says what is not there yet and offers to make it. */
export function InvitationBlock({ icon: IconOf, title, description, action }: InvitationBlockProps) {
  return (
    <div className={classes['block']}>
      <span className={classes['icon']} aria-hidden>
        <IconOf size={24} stroke={1.5} />
      </span>
      <div className={classes['words']}>
        <Text fw={500}>{title}</Text>
        <Text c="dimmed">{description}</Text>
      </div>
      {action}
    </div>
  )
}
