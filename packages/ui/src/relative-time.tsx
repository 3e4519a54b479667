import { Tooltip } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useIntl } from 'react-intl'
import { relativeParts } from './relative-parts.ts'
import { useUiText } from './ui-text.ts'

export interface RelativeTimeProps {
  /** Epoch milliseconds; null, undefined and 0 are "never". */
  readonly at: number | null | undefined
}

/** "5 minutes ago", with the exact time in the reader's zone on hover and for machines. Keeps itself true. */
export function RelativeTime({ at }: RelativeTimeProps) {
  const intl = useIntl()
  const text = useUiText()
  const now = useSyncExternalStore(subscribeToMinutes, readNow)
  if (!at) return <>{text('ui.never')}</>
  const { value, unit } = relativeParts(at, now)
  return (
    <Tooltip label={intl.formatDate(at, { dateStyle: 'full', timeStyle: 'medium' })}>
      <time dateTime={new Date(at).toISOString()}>{intl.formatRelativeTime(value, unit, { numeric: 'auto' })}</time>
    </Tooltip>
  )
}

/** One timer for all times on a page. */
const listeners = new Set<() => void>()
let timer: number | undefined
let current = Date.now()

function readNow(): number {
  return current
}

function subscribeToMinutes(listener: () => void): () => void {
  if (listeners.size === 0) {
    current = Date.now()
    timer = window.setInterval(() => {
      current = Date.now()
      for (const one of listeners) one()
    }, 30_000)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.clearInterval(timer)
  }
}
