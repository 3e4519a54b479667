import type { ProfileViewAttribute } from '../../model/user/user-profile.ts'
import type { Form, FormButton, FormField, FormText } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'
import type { RequiredActionContext } from '../../spi/required-action.ts'

/** Page `login-update-profile`: one field for each attribute of the realm's user profile that the user may see. */
export function updateProfileForm(
  context: RequiredActionContext,
  input: {
    readonly attributes: readonly ProfileViewAttribute[]
    /** What the user typed, where that differs from what is stored. */
    readonly typed?: Readonly<Record<string, readonly string[]>>
    readonly errors?: Readonly<Record<string, FormText>>
    readonly message: FormText
  },
): Form {
  const buttons: FormButton[] = [{ name: 'login', value: 'true', label: text('doSubmit'), kind: 'primary' }]
  if (context.isInitiatedByClient) {
    buttons.push({ name: 'cancel-aia', value: 'true', label: text('doCancel'), kind: 'secondary' })
  }
  const errors = input.errors ?? {}
  const fields = input.attributes.map((attribute) =>
    profileField(attribute, input.typed?.[attribute.name] ?? attribute.values, errors[attribute.name]),
  )
  return {
    id: 'login-update-profile',
    action: context.actionUrl,
    fields,
    messages: Object.keys(errors).length > 0 ? [] : [{ kind: 'warning', text: input.message }],
    links: [],
    buttons,
    data: { groups: groupsOf(context, input.attributes) },
  }
}

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

function profileField(
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

function groupsOf(context: RequiredActionContext, attributes: readonly ProfileViewAttribute[]) {
  const groups = context.realm.realm.userProfile.groups
  return groups
    .map((group) => ({
      name: group.name,
      label: namedText(group.displayHeader || group.name),
      ...(group.displayDescription ? { description: namedText(group.displayDescription) } : {}),
      fields: attributes.filter((attribute) => attribute.group === group.name).map((attribute) => attribute.name),
    }))
    .filter((group) => group.fields.length > 0)
}
