import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useFailureText } from '@ztrust/ui/use-api.tsx'
import { type FormEvent, useState } from 'react'
import { useText } from '../text.ts'
import { useReturnFocus } from './use-return-focus.ts'

export interface RenameDialogProps {
  readonly title: string
  readonly label: string
  readonly name: string
  readonly maxLength: number
  readonly onClose: () => void
  readonly onRename: (name: string) => Promise<unknown>
}

/** Asks for a new name. Stays open and says why when the server refuses. */
export function RenameDialog({ title, label, name, maxLength, onClose, onRename }: RenameDialogProps) {
  const text = useText()
  useReturnFocus()
  const failureText = useFailureText()
  const [typed, setTyped] = useState(name)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailure(undefined)
    try {
      await onRename(typed.trim())
      onClose()
    } catch (error) {
      setFailure(failureText(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={save}>
        <Stack>
          <TextInput
            label={label}
            value={typed}
            maxLength={maxLength}
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
          />
          {failure === undefined ? null : (
            <Alert color="red" role="alert">
              {failure}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={isBusy}>
              {text('common.cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={typed.trim() === ''}>
              {text('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
