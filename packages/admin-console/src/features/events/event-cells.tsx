import { Text, UnstyledButton } from '@mantine/core'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { useText } from '../../text.ts'

/** The time of an event; opens its details. */
export function EventTime({ at, onOpen }: { readonly at: number; readonly onOpen: () => void }) {
  const text = useText()
  return (
    <UnstyledButton onClick={onOpen} data-row-link fw={500} fz="inherit" title={text('events.showDetails')}>
      <RelativeTime at={at} />
    </UnstyledButton>
  )
}

export function Mono({ children }: { readonly children: string | undefined }) {
  return (
    <Text component="span" ff="monospace" fz="0.8125rem" className="zt-truncate" display="block" title={children ?? ''}>
      {children}
    </Text>
  )
}
