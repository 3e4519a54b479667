import { Alert, Button, Modal, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useUiText } from '@ztrust/ui/ui-text'
import { useState } from 'react'
import { deleteAccount } from '../../device/account.store.ts'
import { type Account, isOver } from '../../device/account.ts'
import { type RemovalOutcome, removeAccount } from '../../device/account-calls.ts'
import { useReloadAccounts } from '../../device/use-accounts.ts'
import { useText } from '../../text.ts'

const told = {
  removed: 'account.removed',
  'already-gone': 'account.alreadyGone',
  'only-here': 'account.removedOnlyHere',
} as const satisfies Record<RemovalOutcome, string>

export interface RemoveAccountDialogProps {
  readonly account: Account
  readonly opened: boolean
  readonly onClose: () => void
}

/** Asks, then removes the phone on the server and here. Without the server only here, if that is wanted. */
export function RemoveAccountDialog({ account, opened, onClose }: RemoveAccountDialogProps) {
  const text = useText()
  const uiText = useUiText()
  const toasts = useToasts()
  const navigate = useNavigate()
  const reload = useReloadAccounts()
  const [isBusy, setBusy] = useState(false)
  const [isFailed, setFailed] = useState(false)

  const run = async (remove: () => Promise<RemovalOutcome>) => {
    setBusy(true)
    setFailed(false)
    try {
      const outcome = await remove()
      await navigate({ to: '/', replace: true })
      toasts.success(text(told[outcome]))
      await reload()
    } catch {
      setFailed(true)
    } finally {
      setBusy(false)
    }
  }
  const removeOnlyHere = async (): Promise<RemovalOutcome> => {
    await deleteAccount(account.id)
    return 'only-here'
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text('account.removeTitle', { name: account.username })}
      withCloseButton={false}
      size={420}
    >
      <Stack>
        <Text>
          {isOver(account)
            ? text('account.removeOverHelp')
            : text('account.removeHelp', { organisation: account.realmDisplayName })}
        </Text>
        {isFailed ? (
          <Alert color="red" role="alert">
            {text('account.removeFailed')}
          </Alert>
        ) : null}
        <Stack gap="xs">
          <Button h={48} color="red" loading={isBusy} onClick={() => void run(() => removeAccount(account))}>
            {text('account.remove')}
          </Button>
          {isFailed ? (
            <Button h={48} variant="light" color="red" disabled={isBusy} onClick={() => void run(removeOnlyHere)}>
              {text('account.removeOnlyHere')}
            </Button>
          ) : null}
          <Button h={48} variant="default" disabled={isBusy} onClick={onClose} data-autofocus>
            {uiText('ui.cancel')}
          </Button>
        </Stack>
      </Stack>
    </Modal>
  )
}
