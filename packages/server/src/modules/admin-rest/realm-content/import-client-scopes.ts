import type { ClientScopeRepresentation } from '@ztrust/contract/admin/client-scopes'
import {
  findClientScope,
  insertRealmClientScopes,
  listClientScopes,
  listRealmClientScopes,
  removeRealmClientScope,
} from '../../../model/client-scope/client-scope.store.ts'
import { createClientScope } from '../../../model/client-scope/create-client-scope.ts'
import { deleteClientScope } from '../../../model/client-scope/delete-client-scope.ts'
import { updateClientScope } from '../../../model/client-scope/update-client-scope.ts'
import { toChangedClientScope, toNewClientScope } from '../client-scopes/from-representation.ts'
import { importMappers } from './import-mappers.ts'
import { leaveOut, type RealmDraft } from './realm-draft.ts'

/** Gives a new realm these client scopes and no others, as Keycloak does with a file that lists some. */
export async function importClientScopes(
  draft: RealmDraft,
  scopes: readonly ClientScopeRepresentation[],
): Promise<void> {
  const { tx, realm, names } = draft
  const wanted = new Set(scopes.map((scope) => scope.name))
  for (const scope of await listClientScopes(tx, realm.id)) {
    if (wanted.has(scope.name)) continue
    await deleteClientScope(tx, scope)
    names.clientScopes.delete(scope.name)
  }
  for (const body of scopes) await importClientScope(draft, body, true)
}

/** Makes a client scope, or changes the one that has its name. */
export async function importClientScope(
  draft: RealmDraft,
  body: ClientScopeRepresentation,
  isExact: boolean,
): Promise<void> {
  const { tx, realm, names } = draft
  const input = toNewClientScope(body)
  const known = names.clientScopes.get(input.name)
  const stored = known === undefined ? undefined : await findClientScope(tx, realm.id, known)
  const scope = stored
    ? await updateClientScope(tx, {
        ...toChangedClientScope(stored, body),
        ...(isExact ? { attributes: input.attributes ?? {} } : {}),
      })
    : await createClientScope(tx, realm, input)
  names.clientScopes.set(scope.name, scope.id)
  const what = `clientScopes/${scope.name}`
  // A scope that is new in the realm has the mappers of its file and no others.
  if (isExact || body.protocolMappers) {
    await importMappers(draft, what, { clientScopeId: scope.id }, body.protocolMappers ?? [])
  }
}

interface RealmScopes {
  readonly defaultDefaultClientScopes?: readonly string[] | undefined
  readonly defaultOptionalClientScopes?: readonly string[] | undefined
}

/** Which scopes new clients get: what is left out stays. */
export async function importRealmScopes(draft: RealmDraft, named: RealmScopes): Promise<void> {
  await setRealmScopes(draft, named.defaultDefaultClientScopes, true)
  await setRealmScopes(draft, named.defaultOptionalClientScopes, false)
}

async function setRealmScopes(draft: RealmDraft, wanted: readonly string[] | undefined, isDefault: boolean) {
  if (!wanted) return
  const { tx, realm } = draft
  const ids = toScopeIds(draft, isDefault ? 'defaultDefaultClientScopes' : 'defaultOptionalClientScopes', wanted)
  const kept = new Set(ids)
  for (const entry of await listRealmClientScopes(tx, realm.id)) {
    if (entry.isDefault === isDefault && !kept.has(entry.scope.id)) {
      await removeRealmClientScope(tx, realm.id, entry.scope.id)
    }
  }
  await insertRealmClientScopes(
    tx,
    realm.id,
    ids.map((clientScopeId) => ({ clientScopeId, isDefault })),
  )
}

/** Ids of the scopes that are there; the others are left out. */
export function toScopeIds(draft: RealmDraft, what: string, wanted: readonly string[]): readonly string[] {
  return wanted.flatMap((name) => {
    const id = draft.names.clientScopes.get(name)
    if (id === undefined) leaveOut(draft, `${what}/${name}`, 'There is no such client scope')
    return id === undefined ? [] : [id]
  })
}
