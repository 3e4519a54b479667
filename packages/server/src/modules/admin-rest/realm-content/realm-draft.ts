import type { LeftOut } from '@ztrust/contract/admin/imported-user'
import { NotFound } from '../../../kernel/error.ts'
import { loadRealmNames, namesOf, type RealmNames } from '../../../model/realm/load-realm-names.ts'
import { loadRealmSnapshot } from '../../../model/realm/load-realm-snapshot.ts'
import type { Realm } from '../../../model/realm/realm.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { createRole } from '../../../model/role/create-role.ts'
import type { ServerContext } from '../../../spi/server-context.ts'
import type { Tx } from '../../../storage/db.ts'

/** A realm that content is put into, inside one transaction. */
export interface RealmDraft {
  readonly tx: Tx
  readonly server: ServerContext
  readonly realm: Realm
  readonly names: RealmNames
  /** What was in the file and has no place here, in the order it was met. */
  readonly leftOut: LeftOut[]
  /** True: what is not there is an error; nothing is left out, and no role is made on the way. */
  readonly isStrict?: boolean
}

export async function openDraft(tx: Tx, server: ServerContext, realm: Realm): Promise<RealmDraft> {
  return { tx, server, realm, names: await loadRealmNames(tx, realm.id), leftOut: [] }
}

/** Notes what has no place. Throws `NotFound` where that is an error. */
export function leaveOut(draft: Pick<RealmDraft, 'leftOut' | 'isStrict'>, what: string, reason: string): void {
  if (draft.isStrict) throw new NotFound('content', `${what}: ${reason}`)
  draft.leftOut.push({ what, reason })
}

/** The realm as the transaction has made it so far: for operations that work on snapshots. */
export async function toSnapshot({ tx, server, realm }: RealmDraft): Promise<RealmSnapshot> {
  const snapshot = await loadRealmSnapshot(tx, realm.id, server.secrets)
  if (!snapshot) throw new Error('The realm of a draft is not stored')
  return snapshot
}

/** Id of a role by its name; `container` is the realm's id or a client's. */
export function roleId({ names }: Pick<RealmDraft, 'names'>, container: string, name: string): string | undefined {
  return names.roles.get(container)?.get(name)
}

/** As `roleId`, for a role that is made when it is missing, as Keycloak does where users and groups name one. */
export async function ensureRole(draft: RealmDraft, container: string, name: string): Promise<string> {
  const known = roleId(draft, container, name)
  if (known !== undefined) return known
  const { tx, realm, names } = draft
  if (draft.isStrict) throw new NotFound('role', `There is no role ${name}`)
  const made = await createRole(tx, realm, { name, ...(container === realm.id ? {} : { clientId: container }) })
  namesOf(names.roles, container).set(name, made.id)
  return made.id
}

interface NamedRoles {
  readonly realmRoles?: readonly string[] | undefined
  /** By `clientId`. */
  readonly clientRoles?: Readonly<Record<string, readonly string[]>> | undefined
}

/** Ids of the roles that a user or group is to have. Roles of clients that are not there are left out. */
export async function resolveRoles(draft: RealmDraft, what: string, named: NamedRoles): Promise<readonly string[]> {
  const ids: string[] = []
  for (const name of named.realmRoles ?? []) ids.push(await ensureRole(draft, draft.realm.id, name))
  for (const [clientId, roleNames] of Object.entries(named.clientRoles ?? {})) {
    const container = draft.names.clients.get(clientId)
    if (container === undefined) leaveOut(draft, `${what}/clientRoles/${clientId}`, 'There is no such client')
    else for (const name of roleNames) ids.push(await ensureRole(draft, container, name))
  }
  return ids
}
