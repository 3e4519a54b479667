import type { Client } from '../client/client.ts'
import type { ClientScope, ProtocolMapper } from '../client-scope/client-scope.ts'
import type { AuthenticatorConfig, Execution, Flow, RequiredActionSetting } from '../flow/flow.ts'
import type { RealmKey } from '../key/key.ts'
import type { Role } from '../role/role.ts'
import type { Realm } from './realm.ts'

/**
 * Everything of a realm that requests read, immutable and in memory: loaded when first asked for, dropped when the
 * realm changes on any node. Clients and roles are loaded on first use, because realms may have thousands.
 */
export interface RealmSnapshot {
  readonly realm: Realm
  /** Highest priority first. */
  readonly keys: readonly RealmKey[]
  /** The active key to sign or encrypt with. */
  activeKey(use: 'SIG' | 'ENC', algorithm: string): RealmKey | undefined
  keyById(kid: string): RealmKey | undefined
  flow(id: string): Flow | undefined
  flowByAlias(alias: string): Flow | undefined
  /** By priority. */
  executions(flowId: string): readonly Execution[]
  /** The execution that a sub-flow stands in; undefined for top flows. */
  executionOfSubFlow(flowId: string): Execution | undefined
  authenticatorConfig(id: string): AuthenticatorConfig | undefined
  /** By priority. */
  readonly requiredActions: readonly RequiredActionSetting[]
  readonly clientScopes: readonly ClientScope[]
  readonly defaultClientScopeIds: ReadonlySet<string>
  readonly optionalClientScopeIds: ReadonlySet<string>
  mappersOfScope(clientScopeId: string): readonly ProtocolMapper[]
  /** Roles that a client scope is limited to; empty means no limit. */
  rolesOfScope(clientScopeId: string): readonly string[]
  /** By the name on the wire. */
  client(clientId: string): Promise<ClientSnapshot | undefined>
  /** By the row's id. */
  clientById(id: string): Promise<ClientSnapshot | undefined>
  roles(): Promise<RoleGraph>
  /** Names of attributes that groups of this realm have, or had not long ago. */
  groupAttributeNames(): Promise<ReadonlySet<string>>
}

export interface ClientSnapshot {
  readonly client: Client
  readonly mappers: readonly ProtocolMapper[]
  readonly defaultScopes: readonly ClientScope[]
  readonly optionalScopes: readonly ClientScope[]
  /** Ids of roles in the client's own scope (used when full scope is off). */
  readonly scopeMappedRoleIds: readonly string[]
  /** Constant-time check of a client secret; false when there is none. */
  isSecret(candidate: string): boolean
  /** The secret before the present one: when it was replaced, and until when it is good; milliseconds since the epoch. */
  readonly rotatedSecret?: { readonly rotatedAt: number; readonly expiresAt: number }
  /** The secrets in clear that are good now, the present one first, for HMAC by them. */
  secrets(): readonly string[]
}

/** All roles of a realm with their composites. */
export interface RoleGraph {
  role(id: string): Role | undefined
  /** `containerId`: the client's id, or the realm's id for realm roles. */
  find(containerId: string, name: string): Role | undefined
  /** The given roles and all they contain, each once. Unknown ids are left out. */
  closure(roleIds: Iterable<string>): readonly Role[]
  children(roleId: string): readonly Role[]
  /** As `closure`, remembered for the next who asks, with look-ups that do not walk through all of it. */
  reach(roleIds: Iterable<string>): RoleReach
}

/** Roles with all that they contain. */
export interface RoleReach {
  readonly roles: readonly Role[]
  has(roleId: string): boolean
  /** Those of a client, or of the realm by its id. */
  inContainer(containerId: string): readonly Role[]
}

export interface RealmSnapshots {
  byName(name: string): Promise<RealmSnapshot | undefined>
  /** As `byName`, for callers who can do without waiting: undefined also when it must be read first. */
  loaded(name: string): RealmSnapshot | undefined
  byId(id: string): Promise<RealmSnapshot | undefined>
}
