import type { ClientPolicyRepresentation, ClientProfileRepresentation } from '@ztrust/contract/admin/client-policies'
import type { ClientPolicy, ClientProfile } from '../model/client-policy/client-policy.ts'

export function toProfile({ executors, ...profile }: ClientProfile): ClientProfileRepresentation {
  return {
    ...profile,
    executors: executors.map(({ executor, configuration }) => ({ executor, configuration: { ...configuration } })),
  }
}

export function toPolicy({ conditions, profiles, ...policy }: ClientPolicy): ClientPolicyRepresentation {
  return {
    ...policy,
    conditions: conditions.map(({ condition, configuration }) => ({ condition, configuration: { ...configuration } })),
    profiles: [...profiles],
  }
}
