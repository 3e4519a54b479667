import type { ClientPoliciesRepresentation, ClientProfilesRepresentation } from '@ztrust/contract/admin/client-policies'
import { InvalidInput } from '../kernel/error.ts'
import type { ClientPolicy, ClientProfile } from '../model/client-policy/client-policy.ts'
import { globalProfiles } from '../model/client-policy/global-profiles.ts'
import type { Registry } from '../spi/registry.ts'
import { usableGlobalProfiles } from './usable-profiles.ts'

/** The profiles to store. Throws InvalidInput in Keycloak's words. */
export function requireValidProfiles(
  { clientPolicyExecutors }: Registry,
  { profiles = [] }: ClientProfilesRepresentation,
): readonly ClientProfile[] {
  const names = new Set<string>()
  return profiles.map(({ name, description, executors = [] }) => {
    if (!name) throw refuse('client profile without its name not allowed.')
    if (names.has(name)) throw refuse('proposed client profile name duplicated.')
    names.add(name)
    if (globalProfiles.some((profile) => profile.name === name)) {
      throw refuse(`Proposed profile name '${name}' is duplicated as a global profile`)
    }
    for (const { executor, configuration = {} } of executors) {
      const message =
        'proposed client profile contains the executor, which does not have valid provider, or has invalid configuration.'
      requirePrepared(() => clientPolicyExecutors.get(executor)?.prepare(configuration), message)
    }
    return {
      name,
      ...(description === undefined ? {} : { description }),
      executors: executors.map(({ executor, configuration = {} }) => ({ executor, configuration })),
    }
  })
}

/** The policies to store, which may refer to these profiles and to global ones. */
export function requireValidPolicies(
  registry: Registry,
  own: readonly ClientProfile[],
  { policies = [] }: ClientPoliciesRepresentation,
): readonly ClientPolicy[] {
  const known = new Set([...own, ...usableGlobalProfiles(registry)].map((profile) => profile.name))
  const names = new Set<string>()
  return policies.map(({ name, description, enabled = false, conditions = [], profiles = [] }) => {
    if (!name) throw refuse('proposed client policy without its name not allowed')
    if (names.has(name)) throw refuse('proposed client policy name duplicated')
    names.add(name)
    for (const { condition, configuration = {} } of conditions) {
      const message = `Policy ${name} contains invalid condition ${condition}`
      requirePrepared(() => registry.clientPolicyConditions.get(condition)?.prepare(configuration), message)
    }
    for (const profile of profiles) {
      if (!known.has(profile)) throw refuse(`Policy ${name} contains invalid profile ${profile}`)
    }
    return {
      name,
      ...(description === undefined ? {} : { description }),
      enabled,
      conditions: conditions.map(({ condition, configuration = {} }) => ({ condition, configuration })),
      profiles,
    }
  })
}

/** A profile that a policy needs cannot go away. */
export function requireStillThere(policies: readonly ClientPolicy[], own: readonly ClientProfile[]): void {
  const known = new Set([...own, ...globalProfiles].map((profile) => profile.name))
  for (const { name, profiles } of policies) {
    for (const profile of profiles) {
      if (!known.has(profile)) throw refuse(`Policy ${name} contains invalid profile ${profile}`)
    }
  }
}

function requirePrepared(prepare: () => unknown, message: string): void {
  try {
    if (prepare() !== undefined) return
  } catch (cause) {
    if (!(cause instanceof InvalidInput || cause instanceof SyntaxError)) throw cause
  }
  throw refuse(message)
}

function refuse(message: string): InvalidInput {
  return new InvalidInput(undefined, message)
}
