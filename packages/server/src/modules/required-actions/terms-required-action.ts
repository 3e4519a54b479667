import { updateUser } from '../../model/user/update-user.ts'
import { text } from '../../spi/form.ts'
import type { RequiredAction } from '../../spi/required-action.ts'
import { transact } from '../../storage/transact.ts'
import { termsForm } from './terms-form.ts'

/** Keycloak's attribute: when the user agreed, in seconds. */
const agreedAttribute = 'terms_and_conditions'

/** Who does not agree to the terms does not get in. */
export const termsRequiredAction: RequiredAction = {
  id: 'TERMS_AND_CONDITIONS',
  displayName: text('requiredAction.TERMS_AND_CONDITIONS'),
  challenge: async (context) => ({ kind: 'challenge', form: termsForm(context) }),
  process: async (context, input) => {
    const { server, realm, user } = context
    if (input['cancel'] !== undefined) return { kind: 'refused', error: 'rejected_by_user' }
    if (input['accept'] === undefined) return { kind: 'challenge', form: termsForm(context) }
    const agreedAt = String(Math.floor(server.clock.now() / 1000))
    const attributes = { ...user.attributes, [agreedAttribute]: [agreedAt] }
    await transact(server.storage, (tx) => updateUser(tx, realm, user, { attributes }))
    return { kind: 'done' }
  },
}
