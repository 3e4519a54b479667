import { Button, Skeleton, Stack, Text } from '@mantine/core'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import type { ReactNode } from 'react'
import { pathTo } from '../../paths.ts'
import { TextLink } from '../../patterns/text-link.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import classes from './dashboard.module.css'

/** How many lines each list on the dashboard has at most. */
export const linesShown = 6

export interface RecentEventsProps<Event> {
  readonly title: string
  /** Undefined while it is not known whether events are saved. */
  readonly isSaved: boolean | undefined
  readonly notSaved: string
  readonly none: string
  readonly allPath: string
  readonly answer: {
    readonly data: readonly Event[] | undefined
    readonly error: unknown
    readonly refetch: () => unknown
  }
  readonly describe: (event: Event) => { readonly title: ReactNode; readonly detail: ReactNode; readonly at: number }
}

/** The last events of a kind, or why there are none. */
export function RecentEvents<Event>(props: RecentEventsProps<Event>) {
  const { title, answer, describe, isSaved } = props
  const text = useText()
  const realm = useRealmName()
  const { navigate } = useAppNavigation()
  const rows = answer.data ?? []
  return (
    <SectionCard
      title={title}
      actions={
        rows.length > 0 ? (
          <Button variant="subtle" size="compact-sm" onClick={() => navigate(props.allPath)}>
            {text('dashboard.all')}
          </Button>
        ) : null
      }
    >
      {answer.error ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : answer.data === undefined || isSaved === undefined ? (
        <Stack gap="md" aria-hidden>
          <Skeleton height={36} />
          <Skeleton height={36} />
          <Skeleton height={36} />
        </Stack>
      ) : rows.length > 0 ? (
        <ul className={classes['lines']}>
          {rows.map((event) => {
            const { title: line, detail, at } = describe(event)
            return (
              <li key={`${at} ${String(detail)}`} className={classes['line']}>
                <span className={classes['words']}>
                  <span>{line}</span>
                  <span className={`zt-truncate ${classes['detail']}`}>{detail}</span>
                </span>
                <span className={classes['time']}>
                  <RelativeTime at={at} />
                </span>
              </li>
            )
          })}
        </ul>
      ) : (
        <Text c="dimmed">
          {isSaved ? props.none : props.notSaved}{' '}
          {isSaved ? null : <TextLink to={pathTo.settings(realm, 'events')}>{text('dashboard.turnOn')}</TextLink>}
        </Text>
      )}
    </SectionCard>
  )
}
