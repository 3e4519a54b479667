import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import { OAuthError } from '../../kernel/error.ts'
import type { Client } from '../../model/client/client.ts'
import { deleteClient } from '../../model/client/delete-client.ts'
import { replaceRegistrationToken } from '../../model/client/registration-token.store.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { masterRealmName } from '../../model/realm/realm.ts'
import { invalidMetadata } from '../../oauth/from-metadata.ts'
import { renewClientSecret } from '../../oauth/renew-client-secret.ts'
import { replaceClientMappers, replaceClientScopes } from '../../oauth/replace-client-lists.ts'
import { requireValidAddresses } from '../../oauth/require-valid-metadata.ts'
import { reviewClient } from '../../oauth/review-client.ts'
import { updateRepresentedClient } from '../../oauth/update-represented-client.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import type { Admission } from './answer-registration.ts'
import { review } from './apply-registration-policies.ts'
import type { Registered } from './register-client.ts'
import { toAuthor } from './registration-caller.ts'
import { signRegistrationToken } from './registration-token.ts'
import { withoutProtected } from './without-protected.ts'

/** Changes a client; the registration access token that did it is replaced (RFC 7592, section 3). */
export async function changeRegisteredClient(
  context: RealmContext,
  { caller, policies }: Admission,
  client: Client,
  asked: ClientRepresentation,
): Promise<Registered> {
  const { server, realm, request } = context
  requireOrdinary(context, client)
  if (asked.clientId !== client.clientId) throw invalidMetadata('Client Identifier modified')
  const proposal = withoutProtected(asked, caller)
  requireValidAddresses(proposal)
  const {
    client: permitted,
    keepsRegistrationToken,
    secretPeriods,
  } = await reviewClient(context, toAuthor(caller, realm), proposal, client)
  const reviewed = await review(context, policies, { client: permitted, current: client })
  const isKept = keepsRegistrationToken && caller.kind === 'registration-access'
  const tokenId = isKept ? caller.token.id : server.ids.uuid()
  const after = await transact(server.storage, async (tx) => {
    if (caller.kind === 'registration-access') await rotate(tx, client, caller.token.id, tokenId)
    const changed = await updateRepresentedClient(tx, context, client, reviewed)
    await replaceClientScopes(tx, context, client, reviewed)
    await replaceClientMappers(tx, context, client, reviewed)
    await recordEvent(tx, realm, { type: 'CLIENT_UPDATE', clientId: client.clientId, ip: request.ip }, server)
    return renewClientSecret(tx, server, changed, secretPeriods, 'itself')
  })
  if (caller.kind !== 'registration-access') return { client: after }
  return { client: after, registrationToken: await signRegistrationToken(context, { ...caller.token, id: tokenId }) }
}

export async function deleteRegisteredClient(
  context: RealmContext,
  { caller }: Admission,
  client: Client,
): Promise<void> {
  const { server, realm, request } = context
  requireOrdinary(context, client)
  await transact(server.storage, async (tx) => {
    // Of a deletion and a change at the same moment, the token serves but one.
    if (caller.kind === 'registration-access') await rotate(tx, client, caller.token.id, tx.ids.uuid())
    await deleteClient(tx, client)
    await recordEvent(tx, realm, { type: 'CLIENT_DELETE', clientId: client.clientId, ip: request.ip }, server)
  })
}

async function rotate(tx: Tx, client: Client, before: string, after: string): Promise<void> {
  if (await replaceRegistrationToken(tx, client, before, after)) return
  const description = 'Not authorized to update client. Maybe missing token or bad token type.'
  throw new OAuthError('invalid_token', description, { status: 401 })
}

/** Clients whose roles are the management rights of a realm are changed by the Admin REST API alone. */
function requireOrdinary({ realm }: RealmContext, { clientId }: Client): void {
  const isManagement =
    realm.realm.name === masterRealmName ? clientId.endsWith('-realm') : clientId === 'realm-management'
  if (isManagement) throw new OAuthError('insufficient_scope', 'Forbidden', { status: 403, event: 'not_allowed' })
}
