import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { Conflict, InvalidInput, NotFound } from '../../kernel/error.ts'
import type { Client } from '../../model/client/client.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { createRepresentedClient } from '../../oauth/create-represented-client.ts'
import { fromMetadata, newClientAttributes } from '../../oauth/from-metadata.ts'
import { prepareMappers } from '../../oauth/prepare-mappers.ts'
import { replaceClientMappers, replaceClientScopes } from '../../oauth/replace-client-lists.ts'
import { representClient } from '../../oauth/represent-client.ts'
import { requireSector } from '../../oauth/require-sector.ts'
import { requireValidAddresses, requireValidMetadata } from '../../oauth/require-valid-metadata.ts'
import { reviewClient } from '../../oauth/review-client.ts'
import { updateRepresentedClient } from '../../oauth/update-represented-client.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import type { FetchedDocument } from './fetch-document.ts'
import { refuseDocument } from './refuse-document.ts'

type Place = Pick<RealmContext, 'server' | 'realm' | 'request'>

/** Until when a document need not be fetched again, in seconds. Keycloak's name. */
export const goodUntilAttribute = 'cimd.cache.expiry.time.in.sec'

/** Makes the client that a document describes, or changes it (`current`); the policies of the realm have their say. */
export async function storeDocumentClient(
  context: Place,
  document: FetchedDocument,
  current: Client | undefined,
): Promise<void> {
  const { server, realm, request } = context
  try {
    const proposal = await toRepresentation(context, document, current)
    const { client } = await reviewClient(context, { source: 'ByAnonymous' }, proposal, current)
    await transact(server.storage, async (tx) => {
      if (current) {
        await updateRepresentedClient(tx, context, current, client)
        await replaceClientScopes(tx, context, current, client)
        await replaceClientMappers(tx, context, current, client)
      } else {
        await createRepresentedClient(tx, context, client)
      }
      const type = current ? 'CLIENT_UPDATE' : 'CLIENT_REGISTER'
      await recordEvent(tx, realm, { type, clientId: client.clientId ?? '', ip: request.ip }, server)
    })
  } catch (error) {
    // Another request made the same client from the same document.
    if (error instanceof Conflict && !current) return
    if (error instanceof InvalidInput || error instanceof NotFound) throw refuseDocument('invalid request', error)
    throw error
  }
}

async function toRepresentation(
  context: Place,
  { metadata, goodUntil }: FetchedDocument,
  current: Client | undefined,
): Promise<ClientRepresentation> {
  // Who says nothing of how to prove who they are has no means to.
  const told = { token_endpoint_auth_method: 'none', ...metadata }
  requireValidMetadata(told)
  await requireSector(context.server, told)
  const before = current && (await representClient(context.realm, current))
  const client = fromMetadata(context, told, before?.protocolMappers)
  requireValidAddresses(client)
  const { optionalClientScopes, protocolMappers, redirectUris = [] } = client
  return {
    ...client,
    // Documents are written for many servers: what this one does not have cannot be asked of it.
    ...(optionalClientScopes
      ? { optionalClientScopes: optionalClientScopes.filter((name) => hasScope(context, name)) }
      : {}),
    ...(protocolMappers
      ? { protocolMappers: [...(await prepareMappers(context.server, { redirectUris }, protocolMappers))] }
      : {}),
    // Section 8.5 of the draft: the user sees whom they deal with, and it gets no more than it needs.
    consentRequired: true,
    fullScopeAllowed: false,
    attributes: {
      ...newClientAttributes,
      ...client.attributes,
      [goodUntilAttribute]: String(Math.floor(goodUntil / 1000)),
      'display.on.consent.screen': 'true',
      'consent.screen.text': `The client's hostname is ${URL.parse(told.client_id ?? '')?.hostname}`,
    },
  }
}

function hasScope({ realm }: Place, name: string): boolean {
  return realm.clientScopes.some((scope) => scope.name === name)
}
