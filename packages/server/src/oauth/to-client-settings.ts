import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { mergeTexts } from '../kernel/merge-texts.ts'
import type { SettingsChange } from '../kernel/settings.ts'
import { withoutUndefined } from '../kernel/without-undefined.ts'
import type { ClientSettings } from '../model/client/client.ts'
import { secretMethodAttribute } from '../model/client/client-secret.ts'

/** Attributes that only the server writes. */
const isOwnAttribute = (name: string) =>
  name === 'realm_client' || (name.startsWith('client.secret.') && name !== secretMethodAttribute)

/** The settings that a representation names; attributes and bindings of flows are merged into those before. */
export function toClientSettings(
  body: ClientRepresentation,
  before: Pick<ClientSettings, 'attributes' | 'authenticationFlowBindingOverrides'>,
): SettingsChange<ClientSettings> {
  const { authenticationFlowBindingOverrides: overrides } = body
  return withoutUndefined({
    name: body.name,
    description: body.description,
    type: body.type,
    rootUrl: body.rootUrl,
    adminUrl: body.adminUrl,
    baseUrl: body.baseUrl,
    surrogateAuthRequired: body.surrogateAuthRequired,
    alwaysDisplayInConsole: body.alwaysDisplayInConsole,
    clientAuthenticatorType: body.clientAuthenticatorType,
    redirectUris: body.redirectUris,
    webOrigins: body.webOrigins,
    notBefore: body.notBefore,
    bearerOnly: body.bearerOnly,
    consentRequired: body.consentRequired,
    standardFlowEnabled: body.standardFlowEnabled,
    implicitFlowEnabled: body.implicitFlowEnabled,
    directAccessGrantsEnabled: body.directAccessGrantsEnabled,
    serviceAccountsEnabled: body.serviceAccountsEnabled,
    authorizationServicesEnabled: body.authorizationServicesEnabled,
    publicClient: body.publicClient,
    frontchannelLogout: body.frontchannelLogout,
    fullScopeAllowed: body.fullScopeAllowed,
    nodeReRegistrationTimeout: body.nodeReRegistrationTimeout,
    registeredNodes: body.registeredNodes,
    attributes: body.attributes && mergeTexts(before.attributes, withoutOwn(body.attributes)),
    authenticationFlowBindingOverrides: overrides && mergeTexts(before.authenticationFlowBindingOverrides, overrides),
  })
}

function withoutOwn(attributes: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !isOwnAttribute(name)))
}
