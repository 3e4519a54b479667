import type { ImportedUser } from '@ztrust/contract/admin/imported-user'
import { InvalidInput } from '../../../kernel/error.ts'
import { requirePasswordPolicy } from '../../../model/credential/password-policy.ts'
import { validateProfile } from '../../../model/user/user-profile.ts'
import type { AdminContext } from '../admin-context.ts'
import { copyAttributes } from '../copy-attributes.ts'
import { type PreparedUser, prepareUser } from '../realm-content/import-users.ts'
import { toProfileValues } from '../users/from-representation.ts'

/** As `prepareUser`, for a user who is new: profile and password must be what the realm asks for. */
export async function prepareNewUser(
  { server, realm }: Pick<AdminContext, 'server' | 'realm'>,
  body: ImportedUser,
): Promise<PreparedUser> {
  const values = toProfileValues(body, realm.realm.settings)
  if (!values['username']?.[0]?.trim()) throw new InvalidInput(undefined, 'User name is missing')
  const { username = '', ...profile } = validateProfile(realm, values, 'admin')
  for (const { value } of body.credentials ?? []) {
    if (value !== undefined) await requirePasswordPolicy(server, realm, value, { username, ...profile })
  }
  const prepared = await prepareUser(server, realm.realm.settings.passwordPolicy, body)
  const [reason] = prepared.refused
  if (reason !== undefined) throw new InvalidInput(undefined, reason)
  return { ...prepared, body: { ...body, username, ...profile, attributes: copyAttributes(profile.attributes) } }
}
