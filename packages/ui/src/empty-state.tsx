import { Stack, Text, Title } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './state.module.css'

export interface EmptyStateProps {
  readonly icon?: Icon
  /** What is not there: "No users yet". */
  readonly title: ReactNode
  /** What the thing is for, in a sentence. */
  readonly description?: ReactNode
  /** The button that makes the first one. */
  readonly action?: ReactNode
}

/** Says what an empty place is for and offers to fill it. */
export function EmptyState({ icon: IconOf, title, description, action }: EmptyStateProps) {
  return (
    <Stack className={classes['state']} align="center" gap="xs">
      {IconOf === undefined ? null : (
        <span className={classes['icon']} aria-hidden>
          <IconOf size={24} stroke={1.5} />
        </span>
      )}
      <Title order={2} size="h3" ta="center">
        {title}
      </Title>
      {description === undefined ? null : (
        <Text c="dimmed" ta="center" maw={440}>
          {description}
        </Text>
      )}
      {action === undefined ? null : <div className={classes['action']}>{action}</div>}
    </Stack>
  )
}
