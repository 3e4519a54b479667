import type { Ids } from '../../kernel/ids.ts'
import type { RequiredActionSetting } from '../flow/flow.ts'

/** None is done by every new user: `defaultAction` is off for all. */
const presets: readonly (readonly [alias: string, name: string, isEnabled: boolean, priority: number])[] = [
  ['TERMS_AND_CONDITIONS', 'Terms and Conditions', false, 20],
  ['UPDATE_PROFILE', 'Update Profile', true, 40],
  ['VERIFY_EMAIL', 'Verify Email', true, 50],
  ['CONFIGURE_TOTP', 'Configure OTP', true, 54],
  ['UPDATE_PASSWORD', 'Update Password', true, 57],
  ['delete_account', 'Delete Account', false, 60],
  ['UPDATE_EMAIL', 'Update Email', false, 70],
  ['webauthn-register', 'Webauthn Register', true, 80],
  ['webauthn-register-passwordless', 'Webauthn Register Passwordless', true, 90],
  ['VERIFY_PROFILE', 'Verify Profile', true, 100],
  ['delete_credential', 'Delete Credential', true, 110],
  ['idp_link', 'Linking Identity Provider', true, 120],
  ['CONFIGURE_RECOVERY_AUTHN_CODES', 'Recovery Authentication Codes', true, 130],
  ['update_user_locale', 'Update User Locale', true, 1000],
]

/** The required actions of a new realm. */
export function makeDefaultRequiredActions(realmId: string, ids: Ids): readonly RequiredActionSetting[] {
  return presets.map(([alias, name, enabled, priority]) => ({
    id: ids.ordered(),
    realmId,
    alias,
    providerId: alias,
    name,
    enabled,
    defaultAction: false,
    priority,
    config: {},
  }))
}

/** What a required action is called until an administrator calls it otherwise. */
export function nameRequiredAction(providerId: string): string {
  return presets.find(([alias]) => alias === providerId)?.[1] ?? providerId
}
