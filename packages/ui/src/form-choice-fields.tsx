import { MultiSelect, Select, Switch, TagsInput } from '@mantine/core'
import { type FieldProps, useField } from './form-fields.tsx'
import { useUiText } from './ui-text.ts'

interface Option {
  readonly value: string
  readonly label: string
}

export function SwitchField(props: FieldProps) {
  const { field, wrapper } = useField(props)
  const { label, description, error, disabled, readOnly } = wrapper
  return (
    <Switch
      name={field.name}
      ref={field.ref}
      onBlur={field.onBlur}
      checked={field.value === true}
      onChange={(event) => field.onChange(event.currentTarget.checked)}
      label={label}
      description={description}
      error={error}
      disabled={disabled || readOnly}
    />
  )
}

interface SelectFieldProps extends FieldProps {
  readonly options: readonly Option[]
  readonly clearable?: boolean
  /** Worth it from about ten options. */
  readonly searchable?: boolean
  readonly placeholder?: string
}

export function SelectField({ options, clearable, searchable, placeholder, ...props }: SelectFieldProps) {
  const { field, wrapper } = useField(props)
  return (
    <Select
      {...wrapper}
      name={field.name}
      ref={field.ref}
      onBlur={field.onBlur}
      value={typeof field.value === 'string' ? field.value : null}
      onChange={(value) => field.onChange(value ?? undefined)}
      data={[...options]}
      allowDeselect={false}
      clearable={clearable === true}
      searchable={searchable === true}
      placeholder={placeholder ?? ''}
    />
  )
}

export function MultiSelectField({ options, searchable, placeholder, ...props }: Omit<SelectFieldProps, 'clearable'>) {
  const { field, wrapper } = useField(props)
  return (
    <MultiSelect
      {...wrapper}
      name={field.name}
      ref={field.ref}
      onBlur={field.onBlur}
      value={toTexts(field.value)}
      onChange={field.onChange}
      data={[...options]}
      searchable={searchable === true}
      placeholder={placeholder ?? ''}
      hidePickedOptions
    />
  )
}

/** Several free values: redirect URIs, web origins, attribute values. */
export function TagsField({ help, placeholder, ...props }: FieldProps & { readonly placeholder?: string }) {
  const text = useUiText()
  const { field, wrapper } = useField({ ...props, help: help ?? text('ui.form.tagsHelp') })
  return (
    <TagsInput
      {...wrapper}
      name={field.name}
      ref={field.ref}
      onBlur={field.onBlur}
      value={toTexts(field.value)}
      onChange={field.onChange}
      acceptValueOnBlur
      placeholder={placeholder ?? ''}
    />
  )
}

function toTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
