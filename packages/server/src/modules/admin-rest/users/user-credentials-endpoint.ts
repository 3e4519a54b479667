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
    if (body.type !== undefined && body.type !== 'password') throw new InvalidInput('type', 'error-invalid-value')
    if (!body.value) throw new InvalidInput(undefined, 'Empty password not allowed')
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
      moveCredential(tx, user.realmId, user.id, params.credential, params.previous),
    )
    return empty()
  }),

  implement(disableUserCredentialTypes, async ({ params, body }, context) => {
    const user = await requireUser(context, params.id)
    const types = new Set(body)
    await transact(context.server.storage, async (tx) => {
      for (const { id, type } of await listCredentials(tx, user.realmId, user.id)) {
        if (types.has(type)) await removeCredential(tx, user.realmId, user.id, id)
      }
      await recordChange(tx, context, {
        operation: 'ACTION',
        resourceType: 'USER',
        path: ['users', user.id, 'disable-credential-types'],
        representation: body,
      })
    })
    return empty()
  }),

  /** No user storage holds credentials of this realm's users: they are all its own. */
  implement(listUserStorageCredentialTypes, async ({ params }, context) => {
    await requireUser(context, params.id)
    return json([])
  }),
]

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
