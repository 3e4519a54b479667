import { InvalidInput } from '../../kernel/error.ts'
import { passwordCredential } from '../../model/credential/password-credential.ts'
import { requirePasswordPolicy, toHashPolicy } from '../../model/credential/password-policy.ts'
import type { FlowContext, FormInput } from '../../spi/authenticator.ts'
import { type FormText, text } from '../../spi/form.ts'
import type { FormAction, FormCheck } from '../../spi/form-action.ts'

const names = { password: 'password', again: 'password-confirm' } as const

const alwaysKey = 'always_set_password_on_register_form'

/**
 * The password that the user will sign in with. Where addresses are verified it is chosen only behind the verified one,
 * unless the realm says otherwise: whoever registers somebody else's address must not know the password of the account
 * that its owner then takes over.
 */
export const registrationPassword: FormAction = {
  id: 'registration-password-action',
  displayName: 'Password Validation',
  helpText:
    "Validates that password matches password confirmation field.  It also will store password in user's credential store.",
  requirements: ['REQUIRED', 'DISABLED'],
  config: [
    {
      name: alwaysKey,
      label: 'Always set password on register form',
      helpText:
        "Off, where 'Verify Email' is enabled for the realm: the user chooses the password once their address is verified, which is recommended for security reasons. On: on the registration form, whoever owns the address.",
      type: 'boolean',
    },
  ],
  // What was typed is never sent back.
  fields: (context, { errors }) =>
    isChosenLater(context)
      ? []
      : [
          passwordField(names.password, 'password', errors[names.password]),
          passwordField(names.again, 'passwordConfirm', errors[names.again]),
        ],
  check,
}

function passwordField(name: string, label: string, error: FormText | undefined) {
  return {
    name,
    kind: 'password',
    label: text(label),
    required: true,
    autocomplete: 'new-password',
    ...(error ? { error } : {}),
  } as const
}

function isChosenLater({ realm, config }: FlowContext): boolean {
  return realm.realm.settings.verifyEmail && config[alwaysKey] !== 'true'
}

async function check(context: FlowContext, input: FormInput): Promise<FormCheck> {
  const { server, realm } = context
  if (isChosenLater(context)) {
    return {
      kind: 'right',
      complete: async (draft) => ({ ...draft, requiredActions: [...(draft.requiredActions ?? []), 'UPDATE_PASSWORD'] }),
    }
  }
  const password = input[names.password] ?? ''
  const wrong = (field: string, problem: FormText): FormCheck => ({
    kind: 'wrong',
    error: 'invalid_registration',
    errors: { [field]: problem },
  })
  if (password === '') return wrong(names.password, text('missingPasswordMessage'))
  if (password !== input[names.again]) return wrong(names.again, text('invalidPasswordConfirmMessage'))
  try {
    const { email = '', username = email } = input
    await requirePasswordPolicy(server, realm, password, { username: username.trim(), email: email.trim() })
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return wrong(names.password, text(error.code, ...error.parameters))
  }
  return {
    kind: 'right',
    complete: async (draft) => {
      const hashed = await server.hashing.hash(password, toHashPolicy(realm.realm.settings.passwordPolicy))
      return { ...draft, credentials: [passwordCredential(hashed)] }
    },
  }
}
