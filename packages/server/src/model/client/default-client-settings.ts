import type { ClientSettings } from './client.ts'

/** What a client has that was created with nothing but its name. */
export const defaultClientSettings: ClientSettings = {
  surrogateAuthRequired: false,
  alwaysDisplayInConsole: false,
  clientAuthenticatorType: 'client-secret',
  redirectUris: [],
  webOrigins: [],
  notBefore: 0,
  bearerOnly: false,
  consentRequired: false,
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
  authorizationServicesEnabled: false,
  publicClient: false,
  frontchannelLogout: false,
  fullScopeAllowed: true,
  nodeReRegistrationTimeout: -1,
  registeredNodes: {},
  attributes: {},
  authenticationFlowBindingOverrides: {},
}
