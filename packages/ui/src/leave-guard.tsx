import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useIntl } from 'react-intl'
import { useUiText } from './ui-text.ts'

export interface LeaveGuardProps {
  readonly isDirty: boolean
  readonly changed: readonly string[]
}

/** Asks before unsaved changes are left behind, by a link, the back button or a closed tab. */
export function LeaveGuard({ isDirty, changed }: LeaveGuardProps) {
  const text = useUiText()
  const intl = useIntl()
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  })
  const stay = () => blocker.reset?.()
  return (
    <Modal opened={blocker.status === 'blocked'} onClose={stay} title={text('ui.form.leaveTitle')} size={440}>
      <Stack>
        <Text>{text('ui.form.leaveText', { fields: intl.formatList(changed, { type: 'conjunction' }) })}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {text('ui.form.leave')}
          </Button>
          <Button onClick={stay} data-autofocus>
            {text('ui.form.stay')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
