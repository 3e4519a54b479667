import { ActionIcon, Button, Title } from '@mantine/core'
import { IconBulb, IconBulbOff, IconLink, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useUiText } from '@ztrust/ui/ui-text'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useText } from '../../text.ts'
import { CameraProblemState } from './camera-problem-state.tsx'
import { openInvitation, parseInvitation } from './invitation.ts'
import { PasteLinkDialog } from './paste-link-dialog.tsx'
import classes from './scan.module.css'
import { useQrCamera } from './use-qr-camera.ts'

/** The camera takes the whole screen; a link can be pasted instead. */
export function ScanPage() {
  const text = useText()
  const uiText = useUiText()
  const navigate = useNavigate()
  const heading = useRef<HTMLHeadingElement>(null)
  const [isPasting, setPasting] = useState(false)
  const [isForeign, setForeign] = useState(false)

  const accept = useCallback(
    (scanned: string): boolean => {
      const invitation = parseInvitation(scanned)
      if (invitation === undefined) return false
      openInvitation(invitation)
      void navigate({ to: '/enrol', replace: true })
      return true
    },
    [navigate],
  )
  const decode = useCallback((scanned: string) => setForeign(!accept(scanned)), [accept])
  const { video, state, hasLight, isLightOn, toggleLight, restart } = useQrCamera(decode)

  useEffect(() => {
    document.title = `${text('scan.title')} · ${text('app.name')}`
    heading.current?.focus()
  }, [text])
  return (
    <div className={classes['scanner']}>
      <header className={classes['bar']}>
        <ActionIcon
          className={classes['round'] ?? ''}
          aria-label={uiText('ui.close')}
          onClick={() => void navigate({ to: '/' })}
        >
          <IconX size={24} stroke={1.5} />
        </ActionIcon>
        <Title order={1} size="h3" ref={heading} tabIndex={-1} className={classes['title'] ?? ''}>
          {text('scan.title')}
        </Title>
        {hasLight ? (
          <ActionIcon
            className={classes['round'] ?? ''}
            aria-label={text('scan.light')}
            aria-pressed={isLightOn}
            onClick={toggleLight}
          >
            {isLightOn ? <IconBulb size={24} stroke={1.5} /> : <IconBulbOff size={24} stroke={1.5} />}
          </ActionIcon>
        ) : (
          <span className={classes['round']} aria-hidden data-empty />
        )}
      </header>
      <main className={classes['view']}>
        <video
          ref={video}
          className={classes['video']}
          muted
          playsInline
          aria-label={text('scan.video')}
          data-state={state}
        />
        {state === 'running' ? <div className={classes['frame']} aria-hidden /> : null}
        <div className={classes['middle']}>
          {state === 'running' || state === 'starting' ? null : (
            <CameraProblemState problem={state} onRetry={restart} />
          )}
        </div>
        <div className={classes['bottom']}>
          <p className={classes['hint']} role="status" data-warning={isForeign || undefined}>
            {isForeign
              ? text('scan.notOurs')
              : state === 'running'
                ? text('scan.help')
                : state === 'starting'
                  ? text('scan.starting')
                  : ''}
          </p>
          <Button
            fullWidth
            h={56}
            variant="white"
            color="gray"
            leftSection={<IconLink size={20} stroke={1.5} />}
            onClick={() => setPasting(true)}
          >
            {text('scan.paste')}
          </Button>
        </div>
      </main>
      <PasteLinkDialog opened={isPasting} onClose={() => setPasting(false)} onLink={accept} />
    </div>
  )
}
