import { Alert, Anchor, Button, Group, Loader, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconCircleCheck, IconDeviceMobileCheck, IconRefresh } from '@tabler/icons-react'
import { CopyButton } from '@ztrust/ui/copy-button.tsx'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { useFailureText } from '@ztrust/ui/use-api.tsx'
import type { ReactNode } from 'react'
import { useReturnFocus } from '../../patterns/use-return-focus.ts'
import { useText } from '../../text.ts'
import classes from './device-activity.module.css'
import { QrCode } from './qr-code.tsx'
import { type Invitation, useInvitation } from './use-invitation.ts'

/** Leads through setting up the authenticator on a phone, and notices by itself how far the phone is. */
export default function SetUpDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText()
  useReturnFocus()
  const invitation = useInvitation()
  return (
    <Modal opened onClose={onClose} title={text('setUp.title')} size={680}>
      <div aria-live="polite">
        {invitation.state === 'confirmed' ? (
          <EmptyState
            icon={IconCircleCheck}
            title={text('setUp.done')}
            description={text('setUp.done.text', { name: invitation.device?.name ?? '' })}
            action={
              <Button onClick={onClose} data-autofocus>
                {text('common.done')}
              </Button>
            }
          />
        ) : (
          <Steps invitation={invitation} onClose={onClose} />
        )}
      </div>
    </Modal>
  )
}

interface StepsProps {
  readonly invitation: Invitation
  readonly onClose: () => void
}

function Steps({ invitation: state, onClose }: StepsProps) {
  const text = useText()
  const failureText = useFailureText()
  const isPhone = useMediaQuery('(pointer: coarse) and (max-width: 47.99em)')
  const { invitation, error, renew } = state
  return (
    <Stack>
      {state.state === 'failed' ? <Problem onRetry={renew}>{text('setUp.failed')}</Problem> : null}
      {error === null || error === undefined ? null : <Problem onRetry={renew}>{failureText(error)}</Problem>}
      <div className={classes['setUp']}>
        <Code state={state} />
        <ol className={classes['steps']}>
          <li>
            <div>
              <Text>{text('setUp.step.open')}</Text>
              {invitation === undefined ? (
                <Skeleton height={20} mt={4} />
              ) : (
                <Group gap={4} wrap="nowrap">
                  <Anchor href={invitation.appUrl} target="_blank" rel="noreferrer" size="sm">
                    {invitation.appUrl}
                  </Anchor>
                  <CopyButton value={invitation.appUrl} name={text('setUp.address')} />
                </Group>
              )}
            </div>
          </li>
          <li>
            <Text>{text('setUp.step.scan')}</Text>
          </li>
          <li>
            <Text>{text('setUp.step.confirm')}</Text>
          </li>
        </ol>
      </div>
      <Group justify="space-between" gap="xs">
        {invitation === undefined ? (
          <span />
        ) : (
          <Group gap={4} wrap="nowrap">
            <Text size="sm" c="dimmed">
              {text('setUp.noCamera')}
            </Text>
            <CopyButton value={invitation.link} name={text('setUp.link')} />
          </Group>
        )}
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            {text('common.cancel')}
          </Button>
          {isPhone && invitation !== undefined ? (
            <Button component="a" href={invitation.link} target="_blank" rel="noreferrer">
              {text('setUp.openHere')}
            </Button>
          ) : null}
        </Group>
      </Group>
    </Stack>
  )
}

function Code({ state: { invitation, state, remaining } }: { readonly state: Invitation }) {
  const text = useText()
  const isScanned = state === 'scanned'
  return (
    <div className={classes['code']}>
      {invitation === undefined ? (
        <Skeleton width="15rem" height="15rem" radius="lg" />
      ) : (
        <div className={classes['codeBox']}>
          <QrCode
            text={invitation.link}
            label={text('setUp.code')}
            isUsed={state !== 'pending' && state !== undefined}
          />
          {isScanned ? (
            <span className={classes['codeOverlay']} aria-hidden>
              <IconDeviceMobileCheck size={72} stroke={1.25} color="#171b21" />
            </span>
          ) : null}
        </div>
      )}
      <Group gap="xs" justify="center" wrap="nowrap" className={classes['state'] ?? ''}>
        {state === 'failed' ? null : <Loader size="xs" aria-hidden />}
        <Text size="sm" fw={isScanned ? 500 : 400} ta="center" role="status">
          {state === 'failed' ? null : text(isScanned ? 'setUp.scanned' : 'setUp.waiting')}
        </Text>
      </Group>
      {invitation === undefined || state === 'failed' ? null : (
        // Read out once a second it would be noise.
        <Text size="sm" c="dimmed" className="zt-tabular" aria-live="off" role="timer">
          {text('setUp.remaining', { time: toMinutes(remaining) })}
        </Text>
      )}
    </div>
  )
}

function Problem({ children, onRetry }: { readonly children: ReactNode; readonly onRetry: () => void }) {
  const text = useText()
  return (
    <Alert color="red" role="alert">
      <Group justify="space-between" gap="xs">
        <span>{children}</span>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<IconRefresh size={16} stroke={1.5} />}
          onClick={onRetry}
        >
          {text('setUp.again')}
        </Button>
      </Group>
    </Alert>
  )
}

function toMinutes(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
