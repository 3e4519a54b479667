import type { Requirement } from '../../../model/flow/flow.ts'
import type { FlowProvider } from './flow-providers.ts'

/**
 * Providers of Keycloak that stand in the flows of every new realm. Where this server has none of that id, the execution
 * does not run, but administrators and tools still read what Keycloak calls it.
 */
const table: Readonly<Record<string, readonly [displayName: string, requirements?: string]>> = {
  'auth-spnego': ['Kerberos'],
  'identity-provider-redirector': ['Identity Provider Redirector'],
  organization: ['Organization Identity-First Login'],
  'webauthn-authenticator': ['WebAuthn Authenticator'],
  'auth-recovery-authn-code-form': ['Recovery Authentication Code Form'],
  'registration-recaptcha-action': ['reCAPTCHA', 'RD'],
  'reset-credentials-choose-user': ['Choose User', 'R'],
  'reset-credential-email': ['Send Reset Email', 'R'],
  'reset-password': ['Reset Password'],
  'reset-otp': ['Reset OTP'],
  'federated-jwt': ['Signed JWT - Federated'],
  'client-secret-jwt': ['Signed JWT with Client Secret'],
  'idp-review-profile': ['Review Profile'],
  'idp-create-user-if-unique': ['Create User If Unique'],
  'idp-confirm-link': ['Confirm link existing account'],
  'idp-email-verification': ['Verify existing account by Email'],
  'idp-username-password-form': ['Username Password Form for identity provider reauthentication', 'R'],
  'idp-add-organization-member': ['Organization Member Onboard'],
  'docker-http-basic-authenticator': ['Docker Authenticator', 'R'],
}

const letters = { R: 'REQUIRED', A: 'ALTERNATIVE', D: 'DISABLED' } as const

export function describeAbsentProvider(id: string): FlowProvider {
  const [displayName, requirements = 'RAD'] = table[id] ?? [id]
  return { id, displayName, requirements: [...requirements].flatMap(toRequirement), config: [] }
}

function toRequirement(letter: string): readonly Requirement[] {
  return letter === 'R' || letter === 'A' || letter === 'D' ? [letters[letter]] : []
}
