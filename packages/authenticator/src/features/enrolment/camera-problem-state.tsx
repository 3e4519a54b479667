import { Button, Title } from '@mantine/core'
import { IconCameraOff } from '@tabler/icons-react'
import { useText } from '../../text.ts'
import classes from './scan.module.css'
import type { CameraState } from './use-qr-camera.ts'

const words = {
  none: { title: 'scan.noCamera', help: 'scan.noCameraHelp' },
  denied: { title: 'scan.denied', help: 'scan.deniedHelp' },
  insecure: { title: 'scan.insecure', help: 'scan.insecureHelp' },
} as const

export interface CameraProblemStateProps {
  readonly problem: Exclude<CameraState, 'starting' | 'running'>
  readonly onRetry: () => void
}

/** Why there is no picture, and what to do. */
export function CameraProblemState({ problem, onRetry }: CameraProblemStateProps) {
  const text = useText()
  const { title, help } = words[problem]
  return (
    <div className={classes['problem']} role="alert">
      <IconCameraOff size={40} stroke={1.5} aria-hidden />
      <Title order={2} size="h3">
        {text(title)}
      </Title>
      <p>{text(help)}</p>
      {problem === 'insecure' ? null : (
        <Button variant="white" color="gray" h={48} onClick={onRetry}>
          {text('scan.tryAgain')}
        </Button>
      )}
    </div>
  )
}
