import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import { SwitchField } from '@ztrust/ui/form-choice-fields.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useMemo } from 'react'
import * as z from 'zod'
import { useText } from '../../text.ts'
import { useSaveRealm } from './use-save-realm.ts'

const schema = z.object({
  loginWithEmailAllowed: z.boolean(),
  rememberMe: z.boolean(),
  resetPasswordAllowed: z.boolean(),
  registrationAllowed: z.boolean(),
  registrationEmailAsUsername: z.boolean(),
  verifyEmail: z.boolean(),
  editUsernameAllowed: z.boolean(),
  duplicateEmailsAllowed: z.boolean(),
})

export function LoginForm({ settings }: { readonly settings: RealmRepresentation }) {
  const text = useText()
  const { save, isReadOnly } = useSaveRealm()
  const values = useMemo(
    () => ({
      loginWithEmailAllowed: settings.loginWithEmailAllowed === true,
      rememberMe: settings.rememberMe === true,
      resetPasswordAllowed: settings.resetPasswordAllowed === true,
      registrationAllowed: settings.registrationAllowed === true,
      registrationEmailAsUsername: settings.registrationEmailAsUsername === true,
      verifyEmail: settings.verifyEmail === true,
      editUsernameAllowed: settings.editUsernameAllowed === true,
      duplicateEmailsAllowed: settings.duplicateEmailsAllowed === true,
    }),
    [settings],
  )
  return (
    <ResourceForm schema={schema} values={values} mode="edit" isReadOnly={isReadOnly} onSubmit={save}>
      <SwitchField
        name="loginWithEmailAllowed"
        label={text('realm.loginWithEmail')}
        help={text('realm.loginWithEmailHelp')}
      />
      <SwitchField name="rememberMe" label={text('realm.rememberMe')} help={text('realm.rememberMeHelp')} />
      <SwitchField
        name="resetPasswordAllowed"
        label={text('realm.resetPassword')}
        help={text('realm.resetPasswordHelp')}
      />
      <SwitchField
        name="registrationAllowed"
        label={text('realm.registration')}
        help={text('realm.registrationHelp')}
      />
      <SwitchField
        name="registrationEmailAsUsername"
        label={text('realm.emailAsUsername')}
        help={text('realm.emailAsUsernameHelp')}
      />
      <SwitchField name="verifyEmail" label={text('realm.verifyEmail')} help={text('realm.verifyEmailHelp')} />
      <SwitchField
        name="editUsernameAllowed"
        label={text('realm.editUsername')}
        help={text('realm.editUsernameHelp')}
      />
      <SwitchField
        name="duplicateEmailsAllowed"
        label={text('realm.duplicateEmails')}
        help={text('realm.duplicateEmailsHelp')}
      />
    </ResourceForm>
  )
}
