import type { UserProfileMetadata } from '@ztrust/contract/admin/users'
import { SelectField, TagsField } from '@ztrust/ui/form-choice-fields.tsx'
import { TextAreaField, TextField } from '@ztrust/ui/form-fields.tsx'
import type { TextOf } from '@ztrust/ui/text'
import type { Messages } from '../../messages/en.ts'
import { useText } from '../../text.ts'

type Attribute = UserProfileMetadata['attributes'][number]

/** The fields that the realm's user profile asks for, in its order. */
export function UserProfileFields({ metadata }: { readonly metadata: UserProfileMetadata }) {
  const text = useText()
  return metadata.attributes.map((attribute, index) => (
    <ProfileField
      key={attribute.name}
      attribute={attribute}
      name={`profile.${index}.values`}
      label={labelOf(attribute, text)}
      isFirst={index === 0}
    />
  ))
}

interface ProfileFieldProps {
  readonly attribute: Attribute
  readonly name: string
  readonly label: string
  readonly isFirst: boolean
}

function ProfileField({ attribute, name, label, isFirst }: ProfileFieldProps) {
  const field = { label, required: attribute.required, disabled: attribute.readOnly }
  const help = readText(attribute.annotations?.['inputHelperTextBefore'])
  const shared = help === undefined ? field : { ...field, help }
  const inputType = readText(attribute.annotations?.['inputType']) ?? ''
  const options = readOptions(attribute)
  if (attribute.multivalued === true) return <TagsField {...shared} name={name} />
  if (options.length > 0) {
    return <SelectField {...shared} name={`${name}.0`} options={options} searchable={options.length > 10} clearable />
  }
  if (inputType === 'textarea') return <TextAreaField {...shared} name={`${name}.0`} />
  return (
    <TextField
      {...shared}
      name={`${name}.0`}
      type={attribute.name === 'email' ? 'email' : 'text'}
      autoFocus={isFirst}
    />
  )
}

/** Names as the profile writes them: `${firstName}` is a key of Keycloak's texts. */
function labelOf({ name, displayName }: Attribute, text: TextOf<Messages>): string {
  const key = /^\$\{(.+)\}$/.exec(displayName ?? '')?.[1]
  if (displayName && key === undefined) return displayName
  switch (key ?? name) {
    case 'username':
      return text('users.username')
    case 'email':
      return text('users.email')
    case 'firstName':
      return text('users.firstName')
    case 'lastName':
      return text('users.lastName')
    case 'locale':
      return text('users.locale')
    default:
      return key?.replace(/^profile\.attributes\./, '') ?? name
  }
}

function readOptions(attribute: Attribute): { value: string; label: string }[] {
  const options: unknown = attribute.validators?.['options']?.['options']
  if (!Array.isArray(options)) return []
  return options.filter((one) => typeof one === 'string').map((value) => ({ value, label: value }))
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
