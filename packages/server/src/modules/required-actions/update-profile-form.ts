import type { ProfileViewAttribute } from '../../model/user/user-profile.ts'
import type { Form, FormButton, FormText } from '../../spi/form.ts'
import { text } from '../../spi/form.ts'
import { profileField, profileGroups } from '../../spi/profile-fields.ts'
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
    data: { groups: profileGroups(context.realm.realm.userProfile, input.attributes) },
  }
}
