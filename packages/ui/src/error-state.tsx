import { Button, Code, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { describeFailure } from './api-failure.ts'
import classes from './state.module.css'
import { useUiText } from './ui-text.ts'
import { useFailureText } from './use-api.tsx'

export interface ErrorStateProps {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
  readonly title?: ReactNode
  readonly action?: ReactNode
}

/** Says what could not be loaded, why, and what to do. */
export function ErrorState({ error, onRetry, title, action }: ErrorStateProps) {
  const text = useUiText()
  const failureText = useFailureText()
  const { reference } = describeFailure(error)
  return (
    <Stack className={classes['state']} align="center" gap="xs" role="alert">
      <span className={classes['icon']} data-kind="error" aria-hidden>
        <IconAlertTriangle size={24} stroke={1.5} />
      </span>
      <Title order={2} size="h3" ta="center">
        {title ?? text('ui.error.title')}
      </Title>
      <Text c="dimmed" ta="center" maw={440}>
        {failureText(error)}
      </Text>
      {reference === undefined ? null : <Code>{text('ui.error.reference', { id: reference })}</Code>}
      <div className={classes['action']}>
        {onRetry === undefined ? null : (
          <Button variant="default" leftSection={<IconRefresh size={16} stroke={1.5} />} onClick={onRetry}>
            {text('ui.retry')}
          </Button>
        )}
        {action}
      </div>
    </Stack>
  )
}
