import { Button, Group } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useFormState } from 'react-hook-form'
import { useIntl } from 'react-intl'
import classes from './resource-form.module.css'
import { useUiText } from './ui-text.ts'

export interface SaveBarProps {
  /** Labels of what changed. */
  readonly changed: readonly string[]
  readonly isDirty: boolean
  readonly isBusy: boolean
  readonly onDiscard: () => void
  readonly alert: ReactNode
}

const namesShown = 3

/** Appears with the first change and names what changed. Ctrl or Cmd with S saves. */
export function SaveBar({ changed, isDirty, isBusy, onDiscard, alert }: SaveBarProps) {
  const text = useUiText()
  const intl = useIntl()
  const { errors } = useFormState()
  const errorCount = Object.keys(errors).length
  useHotkeys([['mod+S', () => document.querySelector<HTMLButtonElement>('[data-save]')?.click()]], [])
  if (!isDirty) return alert
  const rest = changed.length - namesShown
  const fields = intl.formatList(changed.slice(0, namesShown), { type: rest > 0 ? 'unit' : 'conjunction' })
  const summary = rest > 0 ? text('ui.form.changedMore', { fields, count: rest }) : text('ui.form.changed', { fields })
  return (
    <div className={classes['saveBar']}>
      {alert}
      <Group justify="space-between" gap="sm">
        <span className={classes['summary']} role="status">
          {errorCount > 0 ? text('ui.form.checkFields', { count: errorCount }) : summary}
        </span>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={onDiscard} disabled={isBusy}>
            {text('ui.form.discard')}
          </Button>
          <Button type="submit" loading={isBusy} data-save>
            {text('ui.form.save')}
          </Button>
        </Group>
      </Group>
    </div>
  )
}
