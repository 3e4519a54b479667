import { text } from '../../spi/form.ts'
import type { FormAction } from '../../spi/form-action.ts'

const fieldName = 'termsAccepted'
const requiredAction = 'TERMS_AND_CONDITIONS'
/** Keycloak's attribute: when the user agreed, in seconds. */
const agreedAttribute = 'terms_and_conditions'

/** Who does not agree to the terms does not get an account. The text is the realm's message `termsText`. */
export const registrationTerms: FormAction = {
  id: 'registration-terms-and-conditions',
  displayName: 'Terms and conditions',
  helpText: 'Asks the user to accept terms and conditions before submitting its registration form.',
  requirements: ['REQUIRED', 'DISABLED'],
  config: [],
  fields: (_, { input, errors }) => {
    const error = errors[fieldName]
    return [
      {
        name: fieldName,
        kind: 'checkbox',
        label: text('acceptTerms'),
        help: text('termsText'),
        required: true,
        value: input[fieldName] ?? '',
        ...(error ? { error } : {}),
      },
    ]
  },
  check: async ({ server }, input) => {
    if (input[fieldName] !== 'on') {
      return { kind: 'wrong', error: 'invalid_registration', errors: { [fieldName]: text('termsAcceptanceRequired') } }
    }
    const agreedAt = String(Math.floor(server.clock.now() / 1000))
    return {
      kind: 'right',
      complete: async (draft) => ({
        ...draft,
        attributes: { ...draft.attributes, [agreedAttribute]: [agreedAt] },
        // Who agreed here is not asked once more.
        requiredActions: (draft.requiredActions ?? []).filter((alias) => alias !== requiredAction),
      }),
    }
  },
}
