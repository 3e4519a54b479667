import {
  deleteUserCredential,
  disableUserCredentialTypes,
  labelUserCredential,
  listUserCredentials,
  listUserStorageCredentialTypes,
  moveUserCredentialAfter,
  moveUserCredentialFirst,
  resetUserPassword,
} from '@ztrust/contract/admin/users'
import { InvalidInput, NotFound } from '../../../kernel/error.ts'
import { hasDeceptiveCharacters } from '../../../kernel/text.ts'
import { findCredential, listCredentials } from '../../../model/credential/credential.store.ts'
import { labelCredential } from '../../../model/credential/label-credential.ts'
import { moveCredential } from '../../../model/credential/move-credential.ts'
import { removeCredential } from '../../../model/credential/remove-credential.ts'
import { setPassword } from '../../../model/credential/set-password.ts'
import type { User } from '../../../model/user/user.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import type { Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireUser } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { hashNewPassword } from './hash-new-password.ts'
import { toCredentialRepresentation } from './to-representation.ts'

export const userCredentialsEndpoints = [
  implement(resetUserPassword, async ({ params, body }, context) => {
    const user = await requireUser(context, params.id)
    // Whatever type is named, it is the password that this sets, as in Keycloak.
    if (body.value === undefined) return json({ error: 'No password provided' }, 400)
    if (body.value === '') return json({ error: 'Empty password not allowed' }, 400)
    const hashed = await hashNewPassword(context, body.value, user)
    await transact(context.server.storage, async (tx) => {
      await setPassword(tx, context.realm, user, hashed, { temporary: body.temporary === true })
      await recordChange(tx, context, {
        operation: 'ACTION',
        resourceType: 'USER',
        path: ['users', user.id, 'reset-password'],
      })
    })
    return empty()
  }),

  implement(listUserCredentials, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    const credentials = await listCredentials(context.server.storage, context.realm.realm.id, user.id)
    return json(credentials.map(toCredentialRepresentation))
  }),

  implement(deleteUserCredential, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    await changeCredential(context, user, params.credential, 'DELETE', [], (tx) =>
      removeCredential(tx, user.realmId, user.id, params.credential),
    )
    return empty()
  }),

  implement(labelUserCredential, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    const label = readLabel(context)
    const credential = await findCredential(context.server.storage, user.realmId, user.id, params.credential)
    if (!credential) throw new NotFound('credential', 'Credential not found')
    if (label === '') {
      return json({ error: 'missingCredentialLabel', error_description: 'Credential label must not be empty' }, 400)
    }
    await changeCredential(context, user, params.credential, 'UPDATE', ['userLabel'], (tx) =>
      labelCredential(tx, user.realmId, user.id, params.credential, label),
    )
    return empty()
  }),

  implement(moveUserCredentialFirst, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    await changeCredential(context, user, params.credential, 'ACTION', ['moveToFirst'], (tx) =>
      moveCredential(tx, user.realmId, user.id, params.credential),
    )
    return empty()
  }),

  implement(moveUserCredentialAfter, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    await changeCredential(context, user, params.credential, 'ACTION', ['moveAfter', params.previous], (tx) =>
      moveBehind(tx, user, params),
    )
    return empty()
  }),

  /** Only a user storage can disable types of credentials (`disableableCredentialTypes`): nothing changes here. */
  implement(disableUserCredentialTypes, async ({ params, body }, context) => {
    const user = await requireUser(context, params.id)
    await transact(context.server.storage, (tx) =>
      recordChange(tx, context, {
        operation: 'ACTION',
        resourceType: 'USER',
        path: ['users', user.id, 'disable-credential-types'],
        representation: body,
      }),
    )
    return empty()
  }),

  /** No user storage holds credentials of this realm's users: they are all its own. */
  implement(listUserStorageCredentialTypes, async ({ params }, context) => {
    await requireUser(context, params.id)
    return json([])
  }),
]

/** Behind one that there is not means: it stays where it is, as in Keycloak. */
async function moveBehind(
  tx: Tx,
  { realmId, id }: User,
  { credential, previous }: { readonly credential: string; readonly previous: string },
): Promise<true> {
  await moveCredential(tx, realmId, id, credential, previous)
  return true
}

async function changeCredential(
  context: AdminContext,
  user: User,
  id: string,
  operation: 'UPDATE' | 'DELETE' | 'ACTION',
  rest: readonly string[],
  change: (tx: Tx) => Promise<boolean>,
): Promise<void> {
  await transact(context.server.storage, async (tx) => {
    const credential = await findCredential(tx, user.realmId, user.id, id)
    if (!credential || !(await change(tx))) throw new NotFound('credential', 'Credential not found')
    const path = ['users', user.id, 'credentials', id, ...rest]
    await recordChange(tx, context, { operation, resourceType: 'USER', path })
  })
}

/** Keycloak's clients send the name as plain text; some as a JSON text. */
function readLabel({ request }: AdminContext): string {
  const text = (request.rawBody ?? Buffer.alloc(0)).toString('utf8').trim()
  const label = /^"(?:[^"\\]|\\.)*"$/.test(text) ? String(JSON.parse(text)) : text
  if (hasDeceptiveCharacters(label)) throw new InvalidInput('userLabel', 'error-invalid-value')
  return label
}
