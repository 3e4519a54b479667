import type { RealmPlan } from './plan-realm.ts'

/** Ids by names, of things that every realm has from the start. */
export interface BuiltInIds {
  /** By `clientId`. */
  readonly clients: ReadonlyMap<string, string>
  readonly clientScopes: ReadonlyMap<string, string>
  readonly realmRoles: ReadonlyMap<string, string>
  /** By `clientId`, then name. */
  readonly clientRoles: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** By alias. */
  readonly flows: ReadonlyMap<string, string>
}

/**
 * The plan of a realm whose built-in things have the ids that they had elsewhere: addresses, tokens and configurations
 * that name them stay good.
 */
export function keepBuiltInIds(plan: RealmPlan, given: BuiltInIds | undefined): RealmPlan {
  if (!given) return plan
  const nameOfClient = new Map(plan.clients.map((client) => [client.id, client.clientId]))
  const kept = new Map<string, string>()
  const keep = (id: string, other: string | undefined) => {
    if (other !== undefined) kept.set(id, other)
  }
  for (const client of plan.clients) keep(client.id, given.clients.get(client.clientId))
  for (const scope of plan.clientScopes.scopes) keep(scope.id, given.clientScopes.get(scope.name))
  for (const flow of plan.flows.flows) keep(flow.id, given.flows.get(flow.alias))
  for (const role of plan.roles) {
    const ofContainer =
      role.clientId === undefined ? given.realmRoles : given.clientRoles.get(nameOfClient.get(role.clientId) ?? '')
    keep(role.id, ofContainer?.get(role.name))
  }
  return replaceIds(plan, kept)
}

/** Ids are unique texts: wherever one stands, it is meant. */
function replaceIds<Value>(value: Value, kept: ReadonlyMap<string, string>): Value {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === 'string' ? (kept.get(part) ?? part) : part,
  )
}
