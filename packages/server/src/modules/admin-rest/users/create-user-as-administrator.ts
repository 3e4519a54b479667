import type { UserRepresentation } from '@ztrust/contract/admin/users'
import { InvalidInput, NotFound } from '../../../kernel/error.ts'
import type { NewCredential } from '../../../model/credential/credential.ts'
import { passwordCredential } from '../../../model/credential/password-credential.ts'
import { findGroupByPath } from '../../../model/group/group.store.ts'
import { createUser } from '../../../model/user/create-user.ts'
import type { User } from '../../../model/user/user.ts'
import { validateProfile } from '../../../model/user/user-profile.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireGrantableGroup } from '../groups/require-grantable-group.ts'
import { recordChange } from '../record-change.ts'
import { keepKnownActions, toProfileValues } from './from-representation.ts'
import { hashNewPassword } from './hash-new-password.ts'

/** Makes a user with credentials, attributes and groups: everything is checked and hashed before anything is written. */
export async function createUserAsAdministrator(context: AdminContext, body: UserRepresentation): Promise<User> {
  const { server, realm } = context
  const values = toProfileValues(body, realm.realm.settings)
  if (!values['username']?.[0]?.trim()) throw new InvalidInput(undefined, 'User name is missing')
  const { username = '', ...profile } = validateProfile(realm, values, 'admin')
  const groupIds = await resolveGroups(context, body.groups ?? [])
  const credentials = await hashCredentials(context, body.credentials ?? [], { username, ...profile })
  return transact(server.storage, async (tx) => {
    const user = await createUser(tx, realm, {
      ...profile,
      username,
      emailVerified: body.emailVerified,
      // Keycloak makes users disabled unless told.
      enabled: body.enabled ?? false,
      requiredActions: keepKnownActions(context, body.requiredActions),
      credentials,
      groupIds,
    })
    await recordChange(tx, context, {
      operation: 'CREATE',
      resourceType: 'USER',
      path: ['users', user.id],
      representation: body,
    })
    return user
  })
}

async function resolveGroups(context: AdminContext, paths: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = []
  for (const path of paths) {
    const group = await findGroupByPath(context.server.storage, context.realm.realm.id, path)
    if (!group) throw new NotFound('group', `Unable to find group specified by path: ${path}`)
    await requireGrantableGroup(context, group)
    ids.push(group.id)
  }
  return ids
}

async function hashCredentials(
  context: AdminContext,
  sent: NonNullable<UserRepresentation['credentials']>,
  user: Partial<User>,
): Promise<readonly NewCredential[]> {
  if (sent.length > 1) throw new InvalidInput('credentials', 'error-invalid-value')
  return Promise.all(
    sent.map(async ({ type = 'password', value, temporary = false }) => {
      if (type !== 'password') throw new InvalidInput('credentials', 'error-invalid-value', [type])
      if (!value) throw new InvalidInput(undefined, 'Empty password not allowed')
      return passwordCredential(await hashNewPassword(context, value, user), { isTemporary: temporary })
    }),
  )
}
