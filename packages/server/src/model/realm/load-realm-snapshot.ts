import { LRUCache } from 'lru-cache'
import type { SecretBox } from '../../crypto/secret-box.ts'
import type { Db } from '../../storage/db.ts'
import { loadClientSnapshot } from '../client/load-client-snapshot.ts'
import { listClientScopes, listRealmClientScopes } from '../client-scope/client-scope.store.ts'
import { listScopeMappers } from '../client-scope/protocol-mapper.store.ts'
import { listScopeMappingsOfScopes } from '../client-scope/scope-mapping.store.ts'
import { listComponents } from '../component/component.store.ts'
import { keyProviderType } from '../component/component.ts'
import { listAuthenticatorConfigs, listExecutions, listFlows, listRequiredActions } from '../flow/flow.store.ts'
import { listGroupAttributeNames } from '../group/group-attribute.store.ts'
import { toRealmKeys } from '../key/load-realm-keys.ts'
import { loadRoleGraph } from '../role/load-role-graph.ts'
import { findRealmById } from './realm.store.ts'
import type { ClientSnapshot, RealmSnapshot } from './realm-snapshot.ts'

/** Clients of one realm that are kept in memory; more are loaded again when they are asked for. */
const maximumClients = 1_000

/** Reads a realm with all that requests need of it; undefined when there is none. Clients and roles come later. */
export async function loadRealmSnapshot(db: Db, id: string, secrets: SecretBox): Promise<RealmSnapshot | undefined> {
  const realm = await findRealmById(db, id)
  if (!realm) return undefined
  const [components, flows, executions, configs, requiredActions, clientScopes, realmScopes, mappers, mappings] =
    await Promise.all([
      listComponents(db, id, { providerType: keyProviderType }),
      listFlows(db, id),
      listExecutions(db, id),
      listAuthenticatorConfigs(db, id),
      listRequiredActions(db, id),
      listClientScopes(db, id),
      listRealmClientScopes(db, id),
      listScopeMappers(db, id),
      listScopeMappingsOfScopes(db, id),
    ])
  const keys = toRealmKeys(components, secrets)
  const keyById = new Map(keys.map((key) => [key.kid, key]))
  const flowById = new Map(flows.map((flow) => [flow.id, flow]))
  const flowByAlias = new Map(flows.map((flow) => [flow.alias, flow]))
  const executionsOf = Map.groupBy(executions, (execution) => execution.flowId)
  const configById = new Map(configs.map((config) => [config.id, config]))
  const scopeById = new Map(clientScopes.map((scope) => [scope.id, scope]))
  const mappersOf = Map.groupBy(mappers, (mapper) => mapper.clientScopeId)
  const rolesOf = Map.groupBy(mappings, (mapping) => mapping.containerId)
  const scopeIds = (isDefault: boolean) =>
    new Set(realmScopes.filter((entry) => entry.isDefault === isDefault).map(({ scope }) => scope.id))
  const source = { realmId: id, scope: (scopeId: string) => scopeById.get(scopeId), secrets }
  const byClientId = keepPromises((clientId) => loadClientSnapshot(db, { clientId }, source))
  const byId = keepPromises((clientRowId) => loadClientSnapshot(db, { id: clientRowId }, source))
  return {
    realm,
    keys,
    activeKey: (use, algorithm) =>
      keys.find((key) => key.status === 'ACTIVE' && key.use === use && key.algorithm === algorithm),
    keyById: (kid) => keyById.get(kid),
    flow: (flowId) => flowById.get(flowId),
    flowByAlias: (alias) => flowByAlias.get(alias),
    executions: (flowId) => executionsOf.get(flowId) ?? [],
    executionOfSubFlow: (flowId) => executions.find((execution) => execution.subFlowId === flowId),
    authenticatorConfig: (configId) => configById.get(configId),
    requiredActions,
    clientScopes,
    defaultClientScopeIds: scopeIds(true),
    optionalClientScopeIds: scopeIds(false),
    mappersOfScope: (scopeId) => mappersOf.get(scopeId) ?? [],
    rolesOfScope: (scopeId) => rolesOf.get(scopeId)?.map((mapping) => mapping.roleId) ?? [],
    client: byClientId,
    clientById: byId,
    roles: keepPromise(() => loadRoleGraph(db, id)),
    groupAttributeNames: keepPromise(() => listGroupAttributeNames(db, id)),
  }
}

/** Loads once; what failed is tried again. */
function keepPromise<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let kept: Promise<Value> | undefined
  return () => {
    kept ??= load().catch((error) => {
      kept = undefined
      throw error
    })
    return kept
  }
}

/** Loads each client once. What was not found or failed is not kept: names that callers make up would fill memory. */
function keepPromises(
  load: (key: string) => Promise<ClientSnapshot | undefined>,
): (key: string) => Promise<ClientSnapshot | undefined> {
  const kept = new LRUCache<string, Promise<ClientSnapshot | undefined>>({ max: maximumClients })
  return (key) => {
    const known = kept.get(key)
    if (known) return known
    const loading = load(key).then(
      (snapshot) => {
        if (!snapshot) kept.delete(key)
        return snapshot
      },
      (error) => {
        kept.delete(key)
        throw error
      },
    )
    kept.set(key, loading)
    return loading
  }
}
