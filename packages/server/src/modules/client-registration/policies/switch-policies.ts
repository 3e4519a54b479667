import { PolicyRefusal, type RegistrationPolicy } from '../../../spi/registration-policy.ts'

/** Registered clients always ask for consent. */
export const consentRequiredPolicy: RegistrationPolicy = {
  id: 'consent-required',
  helpText: "When present, then newly registered client will always have 'consentRequired' switch enabled",
  properties: () => [],
  async review(_context, { client, current }) {
    if (current && client.consentRequired === false) throw new PolicyRefusal('Not permitted to disable consentRequired')
    return current && !current.settings.consentRequired ? client : { ...client, consentRequired: true }
  },
}

/** Registered clients get only the roles of their scopes. */
export const scopePolicy: RegistrationPolicy = {
  id: 'scope',
  helpText: "When present, then newly registered client won't have full scope allowed",
  properties: () => [],
  async review(_context, { client, current }) {
    if (!current) return { ...client, fullScopeAllowed: false }
    if (client.fullScopeAllowed && !current.settings.fullScopeAllowed) {
      throw new PolicyRefusal('Not permitted to enable fullScopeAllowed')
    }
    return client
  },
}

/** Registered clients wait for an administrator. */
export const clientDisabledPolicy: RegistrationPolicy = {
  id: 'client-disabled',
  helpText: 'When present, then newly registered client will be disabled and admin needs to manually enable them',
  properties: () => [],
  async review(_context, { client, current }) {
    if (!current) return { ...client, enabled: false }
    if (client.enabled && !current.enabled) throw new PolicyRefusal('Not permitted to enable client')
    return client
  },
}
