import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { findClientById } from '../../../model/client/client.store.ts'
import { readClientSecret } from '../../../model/client/client-secret.ts'
import { deleteClient, isIndispensable } from '../../../model/client/delete-client.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { maskedSecret } from '../without-secrets.ts'
import { importClient } from './import-clients.ts'
import type { PartialResource } from './list-partial-resources.ts'
import type { RealmDraft } from './realm-draft.ts'

/** A client of a partial import. One that the realm cannot do without is changed in its place, not made anew. */
export function toClientResource(
  draft: RealmDraft,
  snapshot: RealmSnapshot,
  sent: ClientRepresentation,
): PartialResource {
  const { tx, server, realm, names } = draft
  const { clientId = '' } = sent
  let body = sent
  return {
    type: 'CLIENT',
    name: clientId,
    path: 'clients',
    taken: `Client id '${clientId}' already exists`,
    representation: sent,
    find: async () => names.clients.get(clientId),
    remove: async (id) => {
      const client = await findClientById(tx, realm.id, id)
      if (!client || (await isIndispensable(tx, client))) return
      // The mask of an export stands for the secret that the client has.
      const secret = sent.secret === maskedSecret ? await readClientSecret(tx, client, server.secrets) : undefined
      if (secret !== undefined) body = { ...sent, secret }
      await deleteClient(tx, client)
      names.clients.delete(clientId)
      names.roles.delete(id)
    },
    make: async () => (await importClient(draft, snapshot, body)).id,
  }
}
