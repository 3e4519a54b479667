import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import type { RealmSettings } from '../../../model/realm/realm-settings.ts'
import { requireStillThere, requireValidPolicies, requireValidProfiles } from '../../../oauth/require-valid-policies.ts'
import type { Registry } from '../../../spi/registry.ts'

/** Client profiles and policies that a representation names, in place of those of `current`; together they must hold. */
export function toPolicySettings(
  registry: Registry,
  { clientProfiles, clientPolicies }: RealmRepresentation,
  current: RealmSettings,
): Partial<Pick<RealmSettings, 'clientProfiles' | 'clientPolicies'>> {
  if (!clientProfiles && !clientPolicies) return {}
  const profiles = clientProfiles ? requireValidProfiles(registry, clientProfiles) : current.clientProfiles
  if (clientPolicies) {
    return { clientProfiles: profiles, clientPolicies: requireValidPolicies(registry, profiles, clientPolicies) }
  }
  requireStillThere(current.clientPolicies, profiles)
  return { clientProfiles: profiles }
}
