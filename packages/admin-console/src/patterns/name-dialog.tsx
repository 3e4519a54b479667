import { Modal } from '@mantine/core'
import { TextField } from '@ztrust/ui/form-fields.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import * as z from 'zod'

export interface NameDialogProps {
  readonly title: string
  readonly label: string
  readonly help?: string
  readonly value: string
  readonly submitLabel: string
  readonly maxLength?: number
  readonly onClose: () => void
  /** Closes when done; a failure is shown in the dialog. */
  readonly onSubmit: (name: string) => unknown
}

/** Asks for one name. */
export function NameDialog(props: NameDialogProps) {
  const { title, label, help, value, submitLabel, maxLength = 255, onClose, onSubmit } = props
  const schema = z.object({ name: z.string().trim().min(1).max(maxLength) })
  return (
    <Modal opened onClose={onClose} title={title} size={440}>
      <ResourceForm
        schema={schema}
        values={{ name: value }}
        mode="create"
        submitLabel={submitLabel}
        onCancel={onClose}
        onSubmit={async ({ name }) => {
          await onSubmit(name)
          onClose()
        }}
      >
        <TextField name="name" label={label} required autoFocus {...(help === undefined ? {} : { help })} />
      </ResourceForm>
    </Modal>
  )
}
