import type { ClientProfile } from '../model/client-policy/client-policy.ts'
import { globalProfiles } from '../model/client-policy/global-profiles.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ClientPolicyEvent, ClientPolicyHandler, ClientPolicyTest } from '../spi/client-policy.ts'
import type { Registry } from '../spi/registry.ts'
import type { ServerContext } from '../spi/server-context.ts'

/** An enabled policy, ready to be asked. */
export interface CompiledPolicy {
  readonly tests: readonly ClientPolicyTest[]
  /** What its profiles do, by event, in their order. */
  readonly handlers: ReadonlyMap<ClientPolicyEvent, readonly ClientPolicyHandler[]>
}

const compiled = new WeakMap<RealmSnapshot, readonly CompiledPolicy[]>()

/** Once a snapshot. What names something that this server does not have is an error: nothing passes unasked. */
export function compilePolicies({ registry }: ServerContext, realm: RealmSnapshot): readonly CompiledPolicy[] {
  const known = compiled.get(realm)
  if (known) return known
  const { clientPolicies, clientProfiles } = realm.realm.settings
  const policies = clientPolicies
    .filter((policy) => policy.enabled)
    .map(({ conditions, profiles }) => ({
      tests: conditions.map(({ condition, configuration }) =>
        found(registry.clientPolicyConditions, condition).prepare(configuration),
      ),
      handlers: compileProfiles(
        registry,
        profiles.map((name) => findProfile(clientProfiles, name)),
      ),
    }))
  compiled.set(realm, policies)
  return policies
}

function compileProfiles(registry: Registry, profiles: readonly ClientProfile[]): CompiledPolicy['handlers'] {
  const handlers = new Map<ClientPolicyEvent, ClientPolicyHandler[]>()
  for (const { executor, configuration } of profiles.flatMap((profile) => profile.executors)) {
    const prepared = found(registry.clientPolicyExecutors, executor).prepare(configuration)
    for (const [event, handle] of Object.entries(prepared) as [ClientPolicyEvent, ClientPolicyHandler][]) {
      handlers.set(event, [...(handlers.get(event) ?? []), handle])
    }
  }
  return handlers
}

function findProfile(own: readonly ClientProfile[], name: string): ClientProfile {
  const profile = [...own, ...globalProfiles].find((one) => one.name === name)
  if (!profile) throw new Error(`There is no client profile ${name}`)
  return profile
}

function found<Value>(from: ReadonlyMap<string, Value>, id: string): Value {
  const value = from.get(id)
  if (value === undefined) throw new Error(`There is no part of client policies named ${id}`)
  return value
}
