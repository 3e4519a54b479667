import { MultiSelect, NativeSelect, TagsInput, Textarea, TextInput } from '@mantine/core'
import type { Ref } from 'react'
import { useWireText } from '../../patterns/wire-text.ts'
import { languageName } from '../../shell/language-name.ts'
import { useText } from '../../text.ts'
import type { ProfileAttribute } from './profile-values.ts'

export interface ProfileFieldProps {
  readonly attribute: ProfileAttribute
  /** Languages the realm offers. */
  readonly locales: readonly string[]
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
  readonly onBlur: () => void
  readonly inputRef: Ref<HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement>
  readonly error: string | undefined
}

const inputTypes: Readonly<Record<string, string>> = {
  'html5-email': 'email',
  'html5-tel': 'tel',
  'html5-number': 'number',
  'html5-url': 'url',
  'html5-date': 'date',
  'html5-month': 'month',
  'html5-time': 'time',
  'html5-datetime-local': 'datetime-local',
}
const autoCompletes: Readonly<Record<string, string>> = {
  username: 'username',
  email: 'email',
  firstName: 'given-name',
  lastName: 'family-name',
  phoneNumber: 'tel',
}

/** One attribute of the user profile, with the control its annotations ask for. */
export function ProfileField({ attribute, locales, values, onChange, onBlur, inputRef, error }: ProfileFieldProps) {
  const text = useText()
  const wireText = useWireText()
  const { name, displayName, required, readOnly, multivalued } = attribute
  const annotation = (key: string) => {
    const value = attribute.annotations?.[key]
    return typeof value === 'string' ? value : undefined
  }
  const help = annotation('inputHelperTextBefore') ?? annotation('inputHelperTextAfter')
  const wrapper = {
    name,
    label: wireText(displayName || name),
    withAsterisk: required && !readOnly,
    error,
    onBlur,
    ...(help === undefined ? {} : { description: wireText(help) }),
    ...(readOnly ? { readOnly: true, variant: 'filled', description: text('personalInfo.readOnly') } : {}),
  }
  const optionLabel = (value: string) =>
    name === 'locale' ? languageName(value) : wireText(annotation(`inputOptionLabels.${value}`) ?? value)
  const options = name === 'locale' ? locales : optionsOf(attribute)
  const [value = ''] = values
  if (options !== undefined && !readOnly) {
    const data = options.map((one) => ({ value: one, label: optionLabel(one) }))
    if (multivalued) {
      return <MultiSelect {...wrapper} ref={inputRef} data={data} value={[...values]} onChange={onChange} clearable />
    }
    return (
      <NativeSelect
        {...wrapper}
        ref={inputRef}
        data={[{ value: '', label: text(name === 'locale' ? 'personalInfo.browserLanguage' : 'common.none') }, ...data]}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
      />
    )
  }
  if (multivalued) {
    return <TagsInput {...wrapper} ref={inputRef} value={[...values]} onChange={onChange} acceptValueOnBlur />
  }
  if (annotation('inputType') === 'textarea') {
    return (
      <Textarea
        {...wrapper}
        ref={inputRef}
        value={value}
        autosize
        minRows={3}
        onChange={(event) => onChange([event.currentTarget.value])}
      />
    )
  }
  const type = inputTypes[annotation('inputType') ?? ''] ?? (name === 'email' ? 'email' : 'text')
  return (
    <TextInput
      {...wrapper}
      ref={inputRef}
      value={readOnly && options ? optionLabel(value) : value}
      type={type}
      autoComplete={autoCompletes[name] ?? 'off'}
      placeholder={wireText(annotation('inputTypePlaceholder') ?? '')}
      onChange={(event) => onChange([event.currentTarget.value])}
    />
  )
}

function optionsOf({ validators }: ProfileAttribute): readonly string[] | undefined {
  const options = validators['options']?.['options']
  return Array.isArray(options) ? options.filter((one) => typeof one === 'string') : undefined
}
