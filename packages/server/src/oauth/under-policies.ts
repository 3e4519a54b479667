import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ClientPolicyEffects } from '../spi/client-policy.ts'

/** The client as policies want it treated in this request. */
export function underPolicies(snapshot: ClientSnapshot, { isLightweight }: ClientPolicyEffects): ClientSnapshot {
  if (!isLightweight) return snapshot
  const { client } = snapshot
  const attributes = { ...client.settings.attributes, 'client.use.lightweight.access.token.enabled': 'true' }
  return { ...snapshot, client: { ...client, settings: { ...client.settings, attributes } } }
}
