import { Button, Stack } from '@mantine/core'
import {
  type Icon,
  IconClockX,
  IconCloudX,
  IconDatabaseOff,
  IconHelpCircle,
  IconKeyOff,
  IconLock,
  IconRepeatOff,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { type Messages, useText } from '../../text.ts'
import type { EnrolmentProblem } from './enrol.ts'

interface Words {
  readonly icon: Icon
  readonly title: keyof Messages
  readonly help: keyof Messages
}

const words: Readonly<Record<EnrolmentProblem, Words>> = {
  expired: { icon: IconClockX, title: 'enrol.expired', help: 'enrol.expiredHelp' },
  used: { icon: IconRepeatOff, title: 'enrol.used', help: 'enrol.usedHelp' },
  failed: { icon: IconLock, title: 'enrol.failed', help: 'enrol.failedHelp' },
  unknown: { icon: IconHelpCircle, title: 'enrol.unknown', help: 'enrol.unknownHelp' },
  storage: { icon: IconDatabaseOff, title: 'app.storageFailed', help: 'app.storageFailedHelp' },
  key: { icon: IconKeyOff, title: 'enrol.notSupported', help: 'enrol.notSupportedHelp' },
  trouble: { icon: IconCloudX, title: 'enrol.serverTrouble', help: 'enrol.serverTroubleHelp' },
}

export interface ProblemStateProps {
  readonly problem: EnrolmentProblem
  readonly onRetry?: () => void
}

/** Why this code leads nowhere, and what to do. */
export function ProblemState({ problem, onRetry }: ProblemStateProps) {
  const text = useText()
  const { icon, title, help } = words[problem]
  const action = (
    <Stack gap="xs">
      {onRetry === undefined ? null : (
        <Button h={48} onClick={onRetry}>
          {text('enrol.tryAgain')}
        </Button>
      )}
      <Button component={Link} to="/scan" h={48} variant={onRetry === undefined ? 'filled' : 'default'}>
        {text('enrol.scanAnother')}
      </Button>
    </Stack>
  )
  return (
    <div role="alert">
      <EmptyState icon={icon} title={text(title)} description={text(help)} action={action} />
    </div>
  )
}
