import type { ClientProfile } from '../model/client-policy/client-policy.ts'
import { globalProfiles } from '../model/client-policy/global-profiles.ts'
import type { Registry } from '../spi/registry.ts'

/** Keycloak's global profiles of which this server has all executors: those of SAML come with SAML. */
export function usableGlobalProfiles({ clientPolicyExecutors }: Registry): readonly ClientProfile[] {
  return globalProfiles.filter(({ executors }) =>
    executors.every(({ executor }) => clientPolicyExecutors.has(executor)),
  )
}
