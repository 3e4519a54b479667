import { Badge } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconInfoCircle,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'

export type StateTone = 'positive' | 'warning' | 'negative' | 'info' | 'neutral'

const tones: Readonly<Record<StateTone, { readonly color: string; readonly icon: Icon }>> = {
  positive: { color: 'green', icon: IconCircleCheck },
  warning: { color: 'yellow', icon: IconAlertTriangle },
  negative: { color: 'red', icon: IconCircleX },
  info: { color: 'blue', icon: IconInfoCircle },
  neutral: { color: 'gray', icon: IconCircleDashed },
}

export interface StateBadgeProps {
  readonly tone: StateTone
  readonly icon?: Icon
  readonly children: ReactNode
}

/** A state in a word, with colour and icon: never by colour alone. */
export function StateBadge({ tone, icon, children }: StateBadgeProps) {
  const IconOf = icon ?? tones[tone].icon
  return (
    <Badge color={tones[tone].color} leftSection={<IconOf size={14} stroke={1.75} aria-hidden />}>
      {children}
    </Badge>
  )
}
