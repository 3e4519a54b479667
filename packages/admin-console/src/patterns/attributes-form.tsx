import { ActionIcon, Button, Group, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useFormField } from '@ztrust/ui/form-context'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useController, useFieldArray } from 'react-hook-form'
import * as z from 'zod'
import { useText } from '../text.ts'
import classes from './attributes-form.module.css'

type Attributes = Readonly<Record<string, readonly string[]>>

export interface AttributesFormProps {
  readonly attributes: Attributes
  readonly isReadOnly: boolean
  readonly onSave: (attributes: Record<string, string[]>) => unknown
}

/** Attributes with several values each, as rows that can be added, changed and removed. */
export function AttributesForm({ attributes, isReadOnly, onSave }: AttributesFormProps) {
  const text = useText()
  const row = z.object({
    key: z.string().trim().min(1).max(255),
    values: z.array(z.string().max(100_000)).max(1000),
  })
  const schema = z.object({
    rows: z.array(row).superRefine((rows, context) => {
      rows.forEach(({ key }, index) => {
        if (rows.findIndex((one) => one.key === key) < index) {
          context.addIssue({ code: 'custom', message: text('attributes.duplicate'), path: [index, 'key'] })
        }
      })
    }),
  })
  const values = {
    rows: Object.entries(attributes).map(([key, list]) => ({ key, values: [...list] })),
  }
  return (
    <ResourceForm
      schema={schema}
      values={values}
      mode="edit"
      isReadOnly={isReadOnly}
      onSubmit={({ rows }) => onSave(Object.fromEntries(rows.map((one) => [one.key, one.values])))}
    >
      <AttributeRows isReadOnly={isReadOnly} />
    </ResourceForm>
  )
}

function AttributeRows({ isReadOnly }: { readonly isReadOnly: boolean }) {
  const text = useText()
  useFormField('rows', text('common.attributes'))
  const { fields, append, remove } = useFieldArray({ name: 'rows' })
  return (
    <Stack gap="sm">
      <Text c="dimmed">{text('attributes.help')}</Text>
      {fields.length === 0 ? <Text>{text('attributes.empty')}</Text> : null}
      {fields.map((field, index) => (
        <AttributeRow key={field.id} index={index} isReadOnly={isReadOnly} onRemove={() => remove(index)} />
      ))}
      {isReadOnly ? null : (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} stroke={1.5} />}
            onClick={() => append({ key: '', values: [] })}
          >
            {text('attributes.add')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

interface AttributeRowProps {
  readonly index: number
  readonly isReadOnly: boolean
  readonly onRemove: () => void
}

function AttributeRow({ index, isReadOnly, onRemove }: AttributeRowProps) {
  const text = useText()
  const key = useController({ name: `rows.${index}.key` })
  const values = useController({ name: `rows.${index}.values` })
  const name = String(key.field.value ?? '')
  return (
    <div className={classes['row']}>
      <TextInput
        {...key.field}
        value={name}
        aria-label={text('attributes.key')}
        placeholder={text('attributes.key')}
        error={key.fieldState.error?.message}
        readOnly={isReadOnly}
        autoComplete="off"
        spellCheck={false}
      />
      <TagsInput
        name={values.field.name}
        ref={values.field.ref}
        onBlur={values.field.onBlur}
        value={Array.isArray(values.field.value) ? values.field.value : []}
        onChange={values.field.onChange}
        aria-label={`${text('attributes.values')} ${name}`}
        placeholder={text('attributes.values')}
        error={values.fieldState.error?.message}
        readOnly={isReadOnly}
        splitChars={[]}
        allowDuplicates
        acceptValueOnBlur
      />
      {isReadOnly ? null : (
        <ActionIcon aria-label={text('attributes.remove', { name })} onClick={onRemove}>
          <IconTrash size={16} stroke={1.5} />
        </ActionIcon>
      )}
    </div>
  )
}
