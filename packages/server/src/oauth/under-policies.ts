import type { ClientScope } from '../model/client-scope/client-scope.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ClientPolicyEffects } from '../spi/client-policy.ts'
import { isNamedInTokens } from './requested-scopes.ts'

/** The client as policies want it treated in this request. */
export function underPolicies(snapshot: ClientSnapshot, effects: ClientPolicyEffects): ClientSnapshot {
  const { isLightweight, keepsRefreshToken, scopesAtMost } = effects
  if (!isLightweight && !keepsRefreshToken && !scopesAtMost) return snapshot
  const { client, defaultScopes, optionalScopes } = snapshot
  const attributes = {
    ...client.settings.attributes,
    ...(isLightweight ? { 'client.use.lightweight.access.token.enabled': 'true' } : {}),
    ...(keepsRefreshToken ? { 'use.refresh.tokens': 'false' } : {}),
  }
  const isPermitted = (scope: ClientScope) => !scopesAtMost || scopesAtMost.includes(scope.name)
  return {
    ...snapshot,
    client: { ...client, settings: { ...client.settings, attributes } },
    defaultScopes: defaultScopes.filter((scope) => isPermitted(scope) || !isNamedInTokens(scope)),
    optionalScopes: optionalScopes.filter(isPermitted),
  }
}
