import type { RealmContentRepresentation, ScopeMappingRepresentation } from '@ztrust/contract/admin/realm-content'
import { addScopeMappings } from '../../../model/client-scope/scope-mapping.store.ts'
import { leaveOut, type RealmDraft, roleId } from './realm-draft.ts'

type Mappings = Pick<RealmContentRepresentation, 'scopeMappings' | 'clientScopeMappings'>

/** Limits clients and client scopes to roles of the realm and of clients. */
export async function importScopeMappings(
  draft: RealmDraft,
  { scopeMappings = [], clientScopeMappings = {} }: Mappings,
): Promise<void> {
  for (const mapping of scopeMappings) await importMapping(draft, draft.realm.id, 'scopeMappings', mapping)
  for (const [clientId, mappings] of Object.entries(clientScopeMappings)) {
    const what = `clientScopeMappings/${clientId}`
    const container = draft.names.clients.get(clientId)
    if (container === undefined) leaveOut(draft, what, 'There is no such client')
    else for (const mapping of mappings) await importMapping(draft, container, what, mapping)
  }
}

async function importMapping(
  draft: RealmDraft,
  roleContainer: string,
  what: string,
  { client, clientScope, roles = [] }: ScopeMappingRepresentation,
): Promise<void> {
  const { tx, realm, names } = draft
  const limited = client === undefined ? names.clientScopes.get(clientScope ?? '') : names.clients.get(client)
  if (limited === undefined) {
    leaveOut(draft, `${what}/${client ?? clientScope ?? ''}`, 'There is no such client or client scope')
    return
  }
  const ids = roles.flatMap((name) => {
    const id = roleId(draft, roleContainer, name)
    if (id === undefined) leaveOut(draft, `${what}/${client ?? clientScope}/${name}`, 'There is no such role')
    return id === undefined ? [] : [id]
  })
  await addScopeMappings(tx, realm.id, limited, ids)
}
