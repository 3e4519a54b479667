import type { Requirement } from '../../../model/flow/flow.ts'
import type { ShownProvider } from './flow-providers.ts'

/**
 * Providers of Keycloak that stand in the flows of every new realm. Where this server has none of that id, the execution
 * does not run, but administrators and tools still read what Keycloak calls it.
 */
const table: Readonly<Record<string, readonly [displayName: string, requirements: string, isConfigurable?: 'C']>> = {
  'auth-spnego': ['Kerberos', 'RAD'],
  'identity-provider-redirector': ['Identity Provider Redirector', 'RAD', 'C'],
  organization: ['Organization Identity-First Login', 'RAD', 'C'],
  'webauthn-authenticator': ['WebAuthn Authenticator', 'RAD'],
  'auth-recovery-authn-code-form': ['Recovery Authentication Code Form', 'RAD'],
  'registration-recaptcha-action': ['reCAPTCHA', 'RD', 'C'],
  'idp-review-profile': ['Review Profile', 'RAD', 'C'],
  'idp-create-user-if-unique': ['Create User If Unique', 'RAD', 'C'],
  'idp-confirm-link': ['Confirm link existing account', 'RAD'],
  'idp-email-verification': ['Verify existing account by Email', 'RAD'],
  'idp-username-password-form': ['Username Password Form for identity provider reauthentication', 'R'],
  'idp-add-organization-member': ['Organization Member Onboard', 'RAD'],
  'docker-http-basic-authenticator': ['Docker Authenticator', 'R'],
}

const letters: Readonly<Record<string, Requirement>> = { R: 'REQUIRED', A: 'ALTERNATIVE', D: 'DISABLED' }

export function describeAbsentProvider(id: string): ShownProvider {
  const [displayName, requirements, configurable] = table[id] ?? [id, 'RAD']
  return {
    displayName,
    requirements: [...requirements].flatMap((letter) => letters[letter] ?? []),
    isConfigurable: configurable === 'C',
  }
}
