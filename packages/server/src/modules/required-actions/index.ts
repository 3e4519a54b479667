/**
 * What users have to do before a sign-in ends, under Keycloak's ids: UPDATE_PASSWORD, UPDATE_PROFILE, VERIFY_PROFILE and
 * TERMS_AND_CONDITIONS. When and in which order is the flow engine's affair.
 */
import { defineModule } from '../../spi/module.ts'
import { updateProfileRequiredAction, verifyProfileRequiredAction } from './profile-required-actions.ts'
import { termsRequiredAction } from './terms-required-action.ts'
import { updatePasswordRequiredAction } from './update-password-required-action.ts'

export const requiredActionsModule = defineModule({
  id: 'required-actions',
  requiredActions: [
    updatePasswordRequiredAction,
    updateProfileRequiredAction,
    verifyProfileRequiredAction,
    termsRequiredAction,
  ],
})
