import {
  listUserConsents,
  listUserOfflineSessions,
  revokeUserConsent,
  type UserConsentRepresentation,
} from '@ztrust/contract/admin/user-consents'
import { NotFound } from '../../../kernel/error.ts'
import { listConsents, revokeConsent } from '../../../model/consent/consent.store.ts'
import type { Consent } from '../../../model/consent/consent.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import type { User } from '../../../model/user/user.ts'
import { endClientAccess } from '../../../model/user-session/end-client-access.ts'
import { listClientSessions, listUserSessions } from '../../../model/user-session/user-session.store.ts'
import type { UserSession } from '../../../model/user-session/user-session.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireUser } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { toSessionList } from '../sessions/to-representation.ts'

export const userConsentsEndpoints = [
  implement(listUserOfflineSessions, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    const client = await context.realm.clientById(params.client)
    if (!client) throw new NotFound('client', 'Client not found')
    const byClient = await listOfflineSessions(context, user)
    return json(await toSessionList(context, byClient.get(client.client.id) ?? []))
  }),

  implement(listUserConsents, async ({ params }, context) => {
    const { server, realm } = context
    const user = await requireUser(context, params.id)
    const consents = await listConsents(server.storage, realm.realm.id, user.id)
    const offline = await listOfflineSessions(context, user)
    const consentOf = new Map(consents.map((consent) => [consent.clientId, consent]))
    const clientIds = [...new Set([...consentOf.keys(), ...offline.keys()])]
    const found = await Promise.all(clientIds.map((id) => realm.clientById(id)))
    return json(
      found.flatMap((one) =>
        one ? [toRepresentation(realm, one.client, consentOf.get(one.client.id), offline.has(one.client.id))] : [],
      ),
    )
  }),

  implement(revokeUserConsent, async ({ params }, context) => {
    const { server, realm } = context
    const user = await requireUser(context, params.id)
    const client = await realm.client(params.client)
    if (!client) throw new NotFound('client', 'Client not found')
    const offline = await listOfflineSessions(context, user)
    await transact(server.storage, async (tx) => {
      const had = await revokeConsent(tx, realm.realm.id, user.id, client.client.id)
      if (!had && !offline.has(client.client.id)) {
        throw new NotFound('consent', 'Consent nor offline token not found')
      }
      await endClientAccess(tx, realm.realm.id, user.id, client.client.id)
      await recordChange(tx, context, {
        operation: 'ACTION',
        resourceType: 'USER',
        path: ['users', user.id, 'consents', client.client.clientId],
      })
    })
    return empty()
  }),
]

/** A user's offline sessions by the id of each client in them. */
async function listOfflineSessions(
  { server, realm }: Pick<AdminContext, 'server' | 'realm'>,
  user: User,
): Promise<ReadonlyMap<string, readonly UserSession[]>> {
  const sessions = await listUserSessions(server.storage, realm.realm.id, user.id, { offline: true })
  const ids = sessions.map(({ id }) => id)
  const parts = await listClientSessions(server.storage, realm.realm.id, ids)
  const byClient = new Map<string, UserSession[]>()
  for (const { clientId, userSessionId } of parts) {
    const session = sessions.find(({ id }) => id === userSessionId)
    if (session) byClient.set(clientId, [...(byClient.get(clientId) ?? []), session])
  }
  return byClient
}

function toRepresentation(
  { clientScopes }: RealmSnapshot,
  { id, clientId }: { readonly id: string; readonly clientId: string },
  consent: Consent | undefined,
  isOffline: boolean,
): UserConsentRepresentation {
  return {
    clientId,
    grantedClientScopes: clientScopes.filter((scope) => consent?.scopes.includes(scope.id)).map(({ name }) => name),
    ...(consent ? { createdDate: consent.createdAt, lastUpdatedDate: consent.updatedAt } : {}),
    additionalGrants: isOffline ? [{ client: id, key: 'Offline Token' }] : [],
  }
}
