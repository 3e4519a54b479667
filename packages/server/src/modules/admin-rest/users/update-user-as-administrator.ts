import type { UserRepresentation } from '@ztrust/contract/admin/users'
import { InvalidInput } from '../../../kernel/error.ts'
import { toKey } from '../../../kernel/text.ts'
import { setPassword } from '../../../model/credential/set-password.ts'
import { sameUsername } from '../../../model/user/unique-user.ts'
import { updateUser } from '../../../model/user/update-user.ts'
import { findUserByUsername } from '../../../model/user/user.store.ts'
import type { User } from '../../../model/user/user.ts'
import { validateProfile } from '../../../model/user/user-profile.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { keepKnownActions, toProfileValues } from './from-representation.ts'
import { hashNewPassword } from './hash-new-password.ts'

/** Changes what the representation names; a password among its credentials is set too, as Keycloak does. */
export async function updateUserAsAdministrator(
  context: AdminContext,
  user: User,
  body: UserRepresentation,
): Promise<void> {
  const { server, realm } = context
  await requireSameUsername(context, user, body)
  const values = toProfileValues(body, realm.realm.settings, user)
  const profile = validateProfile(realm, values, 'admin', { existing: user })
  const password = body.credentials?.find(({ type = 'password', value }) => type === 'password' && value)
  const hashed = password?.value === undefined ? undefined : await hashNewPassword(context, password.value, user)
  await transact(server.storage, async (tx) => {
    await updateUser(tx, realm, user, {
      ...profile,
      email: profile.email ?? null,
      firstName: profile.firstName ?? null,
      lastName: profile.lastName ?? null,
      emailVerified: body.emailVerified,
      enabled: body.enabled,
      requiredActions: keepKnownActions(context, body.requiredActions),
      notBefore: body.notBefore,
    })
    if (hashed) await setPassword(tx, realm, user, hashed, { temporary: password?.temporary === true })
    await recordChange(tx, context, {
      operation: 'UPDATE',
      resourceType: 'USER',
      path: ['users', user.id],
      representation: body,
    })
  })
}

/** The realm decides whether usernames may change, for administrators too. */
async function requireSameUsername(
  { server, realm }: AdminContext,
  user: User,
  { username }: UserRepresentation,
): Promise<void> {
  const { editUsernameAllowed, registrationEmailAsUsername } = realm.realm.settings
  if (username === undefined || toKey(username) === toKey(user.username)) return
  if (username.trim() === '') throw new InvalidInput('username', 'error-user-attribute-required')
  if (await findUserByUsername(server.storage, realm.realm.id, username)) throw sameUsername()
  if (!editUsernameAllowed && !registrationEmailAsUsername) {
    throw new InvalidInput('username', 'error-user-attribute-read-only')
  }
}
