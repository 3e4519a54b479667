import type { Db, Tx } from '../../storage/db.ts'
import type { Client } from './client.ts'
import type { FederatedSubjectRow } from './federated-subject.table.ts'

/** Attributes that say under which name an identity provider speaks of a client. Keycloak's names. */
export const federationAttributes = { issuer: 'jwt.credential.issuer', subject: 'jwt.credential.sub' } as const

/** More clients under one name are a mistake; what is found decides nothing by itself. */
const mostClients = 20

/** Keeps what a client's attributes say where it can be looked for. `before`: the client as it was. */
export async function writeFederatedSubject(tx: Tx, client: Client, before?: Client): Promise<void> {
  const row = toRow(client)
  const old = before && toRow(before)
  if (row?.subject === old?.subject && row?.identity_provider_alias === old?.identity_provider_alias) return
  if (old) {
    await tx.query
      .deleteFrom('client_federated_subject')
      .where('realm_id', '=', client.realmId)
      .where('client_id', '=', client.id)
      .execute()
  }
  if (row) await tx.query.insertInto('client_federated_subject').values(row).execute()
}

/** Clients of which somebody may speak under this name: their ids, and the alias of who does. */
export async function listFederatedClients(
  db: Db,
  realmId: string,
  subject: string,
): Promise<readonly { readonly clientId: string; readonly alias: string }[]> {
  const rows = await db.query
    .selectFrom('client_federated_subject')
    .select(['client_id', 'identity_provider_alias'])
    .where('realm_id', '=', realmId)
    .where('subject', '=', subject)
    .orderBy('client_id')
    .limit(mostClients)
    .execute()
  return rows.map((row) => ({ clientId: row.client_id, alias: row.identity_provider_alias }))
}

function toRow({ id, realmId, settings: { attributes } }: Client): FederatedSubjectRow | undefined {
  const subject = attributes[federationAttributes.subject]
  const alias = attributes[federationAttributes.issuer]
  if (!subject || !alias) return undefined
  return { client_id: id, realm_id: realmId, subject, identity_provider_alias: alias }
}
