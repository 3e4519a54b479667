import type { SecretBox } from '../../crypto/secret-box.ts'
import { Conflict, OperatorError } from '../../kernel/error.ts'
import type { Random } from '../../kernel/random.ts'
import type { Db, Storage, Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { insertClients } from '../client/client.store.ts'
import { assignClientScopes, insertClientScopes, insertRealmClientScopes } from '../client-scope/client-scope.store.ts'
import { insertMappers } from '../client-scope/protocol-mapper.store.ts'
import { insertScopeMappings } from '../client-scope/scope-mapping.store.ts'
import { insertComponents } from '../component/component.store.ts'
import { insertAuthenticatorConfigs, insertExecutions, insertFlows, insertRequiredActions } from '../flow/flow.store.ts'
import { type GeneratedKey, generateDefaultKeys } from '../key/generate-realm-key.ts'
import { toKeyComponent } from '../key/insert-key.ts'
import { insertComposites } from '../role/add-composites.ts'
import { findRoleByName, insertRoles } from '../role/role.store.ts'
import { defaultRealmSettings, masterAccessTokenLifespan, masterDisplayName } from './default-realm-settings.ts'
import { defaultUserProfile } from './default-user-profile.ts'
import { type BuiltInIds, keepBuiltInIds } from './keep-built-in-ids.ts'
import { adminRoleName, type MasterRealm, planRealm, type RealmPlan } from './plan-realm.ts'
import { findRealmByName, insertRealm } from './realm.store.ts'
import { masterRealmName, type Realm } from './realm.ts'
import { requireRealmName } from './realm-name.ts'
import type { RealmSettings } from './realm-settings.ts'

export interface NewRealm {
  readonly name: string
  readonly id?: string
  readonly enabled?: boolean
  readonly settings?: Partial<RealmSettings>
  /** Ids that built-in things have where the realm comes from. */
  readonly builtInIds?: BuiltInIds
  /** The realm brings its keys: none are made. */
  readonly hasOwnKeys?: boolean
}

export interface RealmEnvironment {
  readonly random: Random
  readonly secrets: SecretBox
}

/**
 * Makes a realm with everything that Keycloak makes with it, in one transaction; its keys are made before that opens.
 * The cost does not depend on how many realms there are. Throws InvalidInput for a name that cannot stand in an
 * address, Conflict when the name or id is taken. `alsoWrite` joins the transaction: rights of the maker, events.
 */
export async function createRealm(
  storage: Storage,
  input: NewRealm,
  environment: RealmEnvironment,
  alsoWrite?: (tx: Tx, realm: Realm) => Promise<void>,
): Promise<Realm> {
  requireRealmName(input.name)
  if (await findRealmByName(storage, input.name)) throw nameTaken(input.name)
  const keys = input.hasOwnKeys
    ? []
    : await generateDefaultKeys(input.name, { clock: storage.clock, random: environment.random })
  try {
    return await transact(storage, async (tx) => {
      const realm = await writeRealm(tx, input, keys, environment.secrets)
      await alsoWrite?.(tx, realm)
      return realm
    })
  } catch (error) {
    if (storage.dialect.isUniqueViolation(error, 'realm_name')) throw nameTaken(input.name, error)
    if (storage.dialect.isUniqueViolation(error, 'realm.name')) throw nameTaken(input.name, error)
    if (storage.dialect.isUniqueViolation(error, 'realm_pkey')) throw idTaken(error)
    if (storage.dialect.isUniqueViolation(error, 'realm.id')) throw idTaken(error)
    // Of an import: things with the ids that its file gives them are here already.
    if (storage.dialect.isUniqueViolation(error)) throw new Conflict('realm', 'id', 'Duplicate resource error', error)
    throw error
  }
}

function nameTaken(name: string, cause?: unknown): Conflict {
  return new Conflict('realm', 'name', `Realm ${name} already exists`, cause)
}

function idTaken(cause: unknown): Conflict {
  return new Conflict('realm', 'id', 'Realm with same id exists', cause)
}

/** The rows of a realm whose keys are made already; `createRealm` is what everybody else calls. */
export async function writeRealm(
  tx: Tx,
  input: NewRealm,
  keys: readonly GeneratedKey[],
  secrets: SecretBox,
): Promise<Realm> {
  const now = tx.clock.now()
  const isMaster = input.name === masterRealmName
  const id = input.id ?? tx.ids.uuid()
  const master = isMaster ? undefined : await findMaster(tx)
  const plan = keepBuiltInIds(planRealm({ id, name: input.name }, master, tx.ids, now), input.builtInIds)
  const realm: Realm = {
    id,
    name: input.name,
    enabled: input.enabled ?? true,
    settings: {
      ...defaultRealmSettings,
      ...(isMaster && { accessTokenLifespan: masterAccessTokenLifespan, displayName: masterDisplayName }),
      ...input.settings,
      attributes: { ...defaultRealmSettings.attributes, ...input.settings?.attributes },
      defaultRoleId: plan.defaultRoleId,
      masterAdminClientId: plan.management.client.id,
    },
    userProfile: defaultUserProfile(isMaster),
    createdAt: now,
    updatedAt: now,
  }
  await insertRealm(tx, realm)
  await insertComponents(tx, [
    ...keys.map((key) => toKeyComponent(id, key, { ids: tx.ids, secrets, now })),
    ...plan.registrationPolicies,
  ])
  await writePlan(tx, realm, plan)
  return realm
}

/** One statement a table, so that a realm costs some twenty statements. */
async function writePlan(tx: Tx, { id }: Realm, plan: RealmPlan): Promise<void> {
  const { management, clientScopes, flows } = plan
  await insertClients(tx, [...plan.clients, management.client])
  await insertClientScopes(tx, clientScopes.scopes)
  await insertRealmClientScopes(
    tx,
    id,
    clientScopes.assignments.map(({ scope, isDefault }) => ({ clientScopeId: scope.id, isDefault })),
  )
  await assignClientScopes(tx, id, defaultAssignments(plan))
  await insertMappers(tx, [...clientScopes.mappers, ...plan.clientMappers])
  await insertRoles(tx, [...plan.roles, ...management.roles])
  await insertComposites(tx, id, plan.composites)
  await insertComposites(tx, management.client.realmId, management.composites)
  await insertScopeMappings(tx, id, plan.scopeMappings)
  await insertFlows(tx, flows.flows)
  await insertAuthenticatorConfigs(tx, flows.configs)
  await insertExecutions(tx, flows.executions)
  await insertRequiredActions(tx, plan.requiredActions)
}

/** Every built-in client gets the realm's scopes of its protocol; the management client needs none. */
function defaultAssignments({ clients, clientScopes }: RealmPlan) {
  return clients.flatMap((client) =>
    clientScopes.assignments
      .filter(({ scope }) => scope.protocol === client.protocol)
      .map(({ scope, isDefault }) => ({ clientId: client.id, clientScopeId: scope.id, isDefault })),
  )
}

async function findMaster(db: Db): Promise<MasterRealm> {
  const realm = await findRealmByName(db, masterRealmName)
  const admin = realm && (await findRoleByName(db, realm.id, realm.id, adminRoleName))
  if (!admin) throw new OperatorError('The master realm, which administers all others, must be created first.')
  return { id: realm.id, adminRoleId: admin.id }
}
