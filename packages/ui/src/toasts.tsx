import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useUiText } from './ui-text.ts'
import { useFailureText } from './use-api.tsx'

export interface Toasts {
  /** Says that something is done; `undo` only where undoing is true. */
  readonly success: (message: string, options?: { readonly undo?: () => unknown }) => void
  /** Puts a failed call in words; stays until closed. */
  readonly failure: (error: unknown) => void
}

/** Short messages at the edge of the page. */
export function useToasts(): Toasts {
  const text = useUiText()
  const failureText = useFailureText()
  return useMemo(() => {
    const closeLabel = { 'aria-label': text('ui.close') }
    const failure = (error: unknown) => {
      const icon = <IconAlertTriangle size={18} stroke={1.5} />
      notifications.show({
        color: 'red',
        icon,
        message: failureText(error),
        autoClose: 12_000,
        closeButtonProps: closeLabel,
      })
    }
    const success: Toasts['success'] = (message, { undo } = {}) => {
      const id = notifications.show({
        color: 'green',
        icon: <IconCheck size={18} stroke={1.5} />,
        autoClose: undo === undefined ? 4000 : 10_000,
        closeButtonProps: closeLabel,
        message:
          undo === undefined ? (
            message
          ) : (
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <span>{message}</span>
              <Button size="compact-sm" variant="subtle" onClick={() => void undoAndClose()}>
                {text('ui.undo')}
              </Button>
            </Group>
          ),
      })
      const undoAndClose = async () => {
        notifications.hide(id)
        try {
          await undo?.()
        } catch (error) {
          failure(error)
        }
      }
    }
    return { success, failure }
  }, [text, failureText])
}
