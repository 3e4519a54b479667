import type { UserProfile } from '../model/realm/realm.ts'
import type { ProfileViewAttribute } from '../model/user/user-profile.ts'
import type { FormField, FormText } from './form.ts'

const kinds: Readonly<Record<string, FormField['kind']>> = {
  'html5-email': 'email',
  'html5-tel': 'tel',
  'html5-number': 'number',
  textarea: 'textarea',
  select: 'select',
  'select-radiobuttons': 'radio',
}
const autocompletes: Readonly<Record<string, string>> = {
  username: 'username',
  email: 'email',
  firstName: 'given-name',
  lastName: 'family-name',
}

/** The field of a page for one attribute of the user profile. */
export function profileField(
  attribute: ProfileViewAttribute,
  values: readonly string[],
  error: FormText | undefined,
): FormField {
  const annotation = (name: string) => {
    const value = attribute.annotations[name]
    return typeof value === 'string' ? value : undefined
  }
  const options = optionsOf(attribute)
  const inputType = annotation('inputType')
  const kind = kinds[inputType ?? ''] ?? (attribute.name === 'email' ? 'email' : options ? 'select' : 'text')
  const help = annotation('inputHelperTextAfter') ?? annotation('inputHelperTextBefore')
  const placeholder = annotation('inputTypePlaceholder')
  return {
    name: attribute.name,
    kind,
    label: namedText(attribute.displayName || attribute.name),
    // Several values of one attribute are edited one a line.
    value: values.join('\n'),
    required: attribute.required,
    readOnly: attribute.readOnly,
    autocomplete: autocompletes[attribute.name] ?? 'off',
    ...(attribute.multivalued && kind === 'text' ? { kind: 'textarea' as const } : {}),
    ...(options ? { options: options.map((value) => ({ value, label: { key: value, fallback: value } })) } : {}),
    ...(help === undefined ? {} : { help: namedText(help) }),
    ...(placeholder === undefined ? {} : { attributes: { placeholder } }),
    ...(error ? { error } : {}),
  }
}

function optionsOf(attribute: ProfileViewAttribute): readonly string[] | undefined {
  const options = attribute.validators['options']?.['options']
  return Array.isArray(options) ? options.filter((one) => typeof one === 'string') : undefined
}

function namedText(name: string): FormText {
  const key = /^\$\{([^}]+)\}$/.exec(name)?.[1]
  return key === undefined ? { key: name, fallback: name } : { key, fallback: key }
}

/** The groups of a user profile that have attributes on the page, with the names of their fields. */
export function profileGroups({ groups }: UserProfile, attributes: readonly ProfileViewAttribute[]) {
  return groups
    .map((group) => ({
      name: group.name,
      label: namedText(group.displayHeader || group.name),
      ...(group.displayDescription ? { description: namedText(group.displayDescription) } : {}),
      fields: attributes.filter((attribute) => attribute.group === group.name).map((attribute) => attribute.name),
    }))
    .filter((group) => group.fields.length > 0)
}
