import { NumberInput, PasswordInput, Textarea, TextInput } from '@mantine/core'
import type { HTMLInputAutoCompleteAttribute, ReactNode } from 'react'
import { useController } from 'react-hook-form'
import { useFormField } from './form-context.ts'
import { useUiText } from './ui-text.ts'

export interface FieldProps {
  /** Name in the schema; dots for what lies deeper. */
  readonly name: string
  readonly label: string
  /** One line below the label. */
  readonly help?: ReactNode
  readonly required?: boolean
  readonly disabled?: boolean
}

interface TextFieldProps extends FieldProps {
  readonly placeholder?: string
  readonly type?: 'text' | 'email' | 'url' | 'tel'
  readonly autoComplete?: HTMLInputAutoCompleteAttribute
  readonly autoFocus?: boolean
  /** Before what is typed: `https://`. */
  readonly prefix?: ReactNode
}

/** What all fields take from the form: value, error, label. */
export function useField({ name, label, help, required, disabled }: FieldProps) {
  const { isReadOnly } = useFormField(name, label)
  const { field, fieldState } = useController({ name })
  return {
    field,
    wrapper: {
      label,
      description: help,
      withAsterisk: required === true,
      disabled: disabled === true,
      readOnly: isReadOnly,
      error: fieldState.error?.message ?? fieldState.invalid,
    },
  }
}

export function TextField({
  placeholder,
  type = 'text',
  autoComplete = 'off',
  autoFocus,
  prefix,
  ...props
}: TextFieldProps) {
  const { field, wrapper } = useField(props)
  return (
    <TextInput
      {...wrapper}
      {...field}
      value={toText(field.value)}
      type={type}
      placeholder={placeholder ?? ''}
      autoComplete={autoComplete}
      data-autofocus={autoFocus}
      leftSection={prefix}
    />
  )
}

export function PasswordField({
  autoComplete = 'new-password',
  ...props
}: FieldProps & { readonly autoComplete?: 'new-password' | 'current-password' }) {
  const { field, wrapper } = useField(props)
  const text = useUiText()
  return (
    <PasswordInput
      {...wrapper}
      {...field}
      value={toText(field.value)}
      autoComplete={autoComplete}
      visibilityToggleButtonProps={{ 'aria-label': text('ui.password.show'), tabIndex: 0 }}
    />
  )
}

export function TextAreaField({ rows = 3, ...props }: FieldProps & { readonly rows?: number }) {
  const { field, wrapper } = useField(props)
  return <Textarea {...wrapper} {...field} value={toText(field.value)} autosize minRows={rows} maxRows={12} />
}

interface NumberFieldProps extends FieldProps {
  readonly min?: number
  readonly max?: number
  /** Behind the number: "px", "attempts". */
  readonly unit?: string
}

/** An empty field is undefined in the form's values. */
export function NumberField({ min, max, unit, ...props }: NumberFieldProps) {
  const { field, wrapper } = useField(props)
  return (
    <NumberInput
      {...wrapper}
      name={field.name}
      ref={field.ref}
      onBlur={field.onBlur}
      value={typeof field.value === 'number' ? field.value : ''}
      onChange={(value) => field.onChange(typeof value === 'number' ? value : undefined)}
      maw={240}
      allowDecimal={false}
      clampBehavior="none"
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(unit === undefined ? {} : { suffix: ` ${unit}` })}
    />
  )
}

function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
