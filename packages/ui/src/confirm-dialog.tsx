import { Alert, Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useUiText } from './ui-text.ts'
import { useFailureText } from './use-api.tsx'

export interface ConfirmDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  /** The question: "Delete user anna?" */
  readonly title: string
  readonly children?: ReactNode
  /** What goes with it: "3 sessions end", "12 role mappings". */
  readonly consequences?: readonly string[]
  /** The verb: "Delete user". */
  readonly confirmLabel: string
  readonly dangerous?: boolean
  /** Must be typed first. Only for what cannot be undone and matters. */
  readonly typeName?: string
  /** Closes when done; a failure is shown in the dialog. */
  readonly onConfirm: () => unknown
}

/** Asks before something is done, and says what goes with it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title} withCloseButton={false} size={460}>
      <ConfirmForm {...props} />
    </Modal>
  )
}

function ConfirmForm(props: ConfirmDialogProps) {
  const { children, consequences = [], typeName, onConfirm, onClose } = props
  const text = useUiText()
  const failureText = useFailureText()
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  const confirm = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm()
      onClose()
    } catch (caught) {
      setError(caught)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={confirm}>
      <Stack>
        {children === undefined ? null : <Text component="div">{children}</Text>}
        {consequences.length === 0 ? null : (
          <div>
            <Text>{text('ui.confirm.goesWithIt')}</Text>
            <List mt={4}>
              {consequences.map((one) => (
                <List.Item key={one}>{one}</List.Item>
              ))}
            </List>
          </div>
        )}
        {typeName === undefined ? null : (
          <TextInput
            label={text('ui.confirm.typeName', { name: typeName })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        {error === undefined ? null : (
          <Alert color="red" role="alert">
            {failureText(error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={isBusy} data-autofocus={typeName === undefined}>
            {text('ui.cancel')}
          </Button>
          <Button
            type="submit"
            loading={isBusy}
            disabled={typeName !== undefined && typed !== typeName}
            {...(props.dangerous === false ? {} : { color: 'red' })}
          >
            {props.confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
