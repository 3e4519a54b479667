import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { Client } from '../../model/client/client.ts'
import { useInitialAccess } from '../../model/client/initial-access.store.ts'
import { writeRegistrationToken } from '../../model/client/registration-token.store.ts'
import { recordEvent } from '../../model/event/record-event.ts'
import { createRepresentedClient } from '../../oauth/create-represented-client.ts'
import { renewClientSecret } from '../../oauth/renew-client-secret.ts'
import { requireValidAddresses } from '../../oauth/require-valid-metadata.ts'
import { reviewClient } from '../../oauth/review-client.ts'
import type { RealmContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'
import type { Admission } from './answer-registration.ts'
import { review } from './apply-registration-policies.ts'
import { originsOf, toAuthor } from './registration-caller.ts'
import { registrationAccessType, signRegistrationToken } from './registration-token.ts'
import { usedUp } from './require-registration-access.ts'
import { withoutProtected } from './without-protected.ts'

export interface Registered {
  readonly client: Client
  /** Signed; absent where the caller needs none or has one. */
  readonly registrationToken?: string
}

/** Makes the client, its registration access token and its event; what an initial access token allows is used up. */
export async function registerClient(
  context: RealmContext,
  { caller, authentication, policies }: Admission,
  asked: ClientRepresentation,
): Promise<Registered> {
  const { server, realm, request } = context
  const proposal = withoutProtected(asked, caller)
  requireValidAddresses(proposal)
  const author = toAuthor(caller, realm)
  const { client: permitted, secretPeriods } = await reviewClient(context, author, proposal)
  const reviewed = await review(context, policies, { client: permitted })
  const tokenId = server.ids.uuid()
  const client = await transact(server.storage, async (tx) => {
    if (caller.kind === 'initial-access' && !(await useInitialAccess(tx, realm.realm.id, caller.token.id))) {
      throw usedUp()
    }
    const created = await createRepresentedClient(tx, context, reviewed)
    const made = await renewClientSecret(tx, server, created, secretPeriods)
    await writeRegistrationToken(tx, made, tokenId)
    await recordEvent(tx, realm, { type: 'CLIENT_REGISTER', clientId: made.clientId, ip: request.ip }, server)
    return made
  })
  const token = {
    type: registrationAccessType,
    id: tokenId,
    expiresAt: 0,
    origins: originsOf(caller),
    authentication,
  } as const
  return { client, registrationToken: await signRegistrationToken(context, token) }
}
