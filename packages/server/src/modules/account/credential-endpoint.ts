import { listAccountCredentials, removeAccountCredential, renameAccountCredential } from '@ztrust/contract/account'
import { InvalidInput, NotFound } from '../../kernel/error.ts'
import { hasDeceptiveCharacters } from '../../kernel/text.ts'
import { findCredential, listCredentials } from '../../model/credential/credential.store.ts'
import type { Credential } from '../../model/credential/credential.ts'
import { labelCredential } from '../../model/credential/label-credential.ts'
import { removeCredential } from '../../model/credential/remove-credential.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import { isRemovable, toCredentialContainers } from './credential-containers.ts'

/** Removing a second factor needs a sign-in not older than this. */
const freshSignInMilliseconds = 300_000

export const credentialEndpoints: readonly ImplementedEndpoint[] = [
  implement(listAccountCredentials, async (_request, { server, realm, caller }) => {
    const credentials = await listCredentials(server.storage, realm.realm.id, caller.user.id)
    return json(toCredentialContainers(realm, credentials))
  }),

  implement(removeAccountCredential, async ({ params }, context) => {
    const credential = await requireOwnCredential(context, params.credentialId)
    if (!isRemovable(credential)) throw new InvalidInput('credentialId', 'error-credential-not-removable')
    const { server, caller } = context
    if (server.clock.now() - (caller.authenticatedAt ?? 0) > freshSignInMilliseconds) {
      const error_description = 'Your sign-in is older than five minutes. Sign in again to remove a second factor.'
      return json({ error: 'reauthentication_required', error_description }, 403)
    }
    await removeOwnCredential(context, credential)
    return empty()
  }),

  implement(renameAccountCredential, async ({ params, body }, context) => {
    const { server, realm, caller } = context
    const label = body.trim()
    if (hasDeceptiveCharacters(label)) throw new InvalidInput('userLabel', 'error-invalid-value', ['userLabel'])
    const isRenamed = await transact(server.storage, (tx) =>
      labelCredential(tx, realm.realm.id, caller.user.id, params.credentialId, label),
    )
    if (!isRenamed) throw new NotFound('credential', 'Credential not found')
    return empty()
  }),
]

async function requireOwnCredential({ server, realm, caller }: CallerContext, id: string): Promise<Credential> {
  const credential = await findCredential(server.storage, realm.realm.id, caller.user.id, id)
  if (!credential) throw new NotFound('credential', 'Credential not found')
  return credential
}

async function removeOwnCredential(context: CallerContext, { id, type, label }: Credential): Promise<void> {
  const { server, realm, caller, request } = context
  await transact(server.storage, async (tx) => {
    if (!(await removeCredential(tx, realm.realm.id, caller.user.id, id))) {
      throw new NotFound('credential', 'Credential not found')
    }
    const event = {
      userId: caller.user.id,
      clientId: caller.client.client.clientId,
      sessionId: caller.sessionId,
      ip: request.ip,
      details: { context: 'ACCOUNT', credential_type: type, credential_id: id, credential_user_label: label },
    }
    await recordEvent(tx, realm, { ...event, type: 'REMOVE_CREDENTIAL' }, server)
    // Keycloak's older name, which reports of today still ask for.
    if (type === 'otp') await recordEvent(tx, realm, { ...event, type: 'REMOVE_TOTP' }, server)
  })
}
