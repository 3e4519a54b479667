import { toKey } from '../../kernel/text.ts'
import { listCredentials } from '../../model/credential/credential.store.ts'
import { toStoredPassword } from '../../model/credential/password-credential.ts'
import { listPasswordHistory } from '../../model/credential/password-history.ts'
import type { PasswordCandidate, PasswordPolicy } from '../../spi/extensions.ts'

const notUsername: PasswordPolicy = {
  id: 'notUsername',
  displayName: 'Not Username',
  check: async ({ password, user }) =>
    user.username !== undefined && toKey(password) === toKey(user.username)
      ? { code: 'invalidPasswordNotUsernameMessage', parameters: [] }
      : undefined,
}

const notContainsUsername: PasswordPolicy = {
  id: 'notContainsUsername',
  displayName: 'Not Contains Username',
  check: async ({ password, user }) =>
    user.username && toKey(password).includes(toKey(user.username))
      ? { code: 'invalidPasswordNotContainsUsernameMessage', parameters: [] }
      : undefined,
}

const notEmail: PasswordPolicy = {
  id: 'notEmail',
  displayName: 'Not Email',
  check: async ({ password, user }) =>
    user.email !== undefined && toKey(password) === toKey(user.email)
      ? { code: 'invalidPasswordNotEmailMessage', parameters: [] }
      : undefined,
}

const defaultHistory = 3

/** Neither the present password nor those before it: so many in all, as in Keycloak. */
const passwordHistory: PasswordPolicy = {
  id: 'passwordHistory',
  displayName: 'Not Recently Used',
  defaultValue: String(defaultHistory),
  check: async (candidate, value) => {
    const wanted = Number(value)
    const count = value.trim() !== '' && Number.isInteger(wanted) && wanted >= 0 ? wanted : defaultHistory
    const isUsed = await wasUsed(candidate, count)
    return isUsed ? { code: 'invalidPasswordHistoryMessage', parameters: [count] } : undefined
  },
}

async function wasUsed({ server, realm, user, password }: PasswordCandidate, count: number): Promise<boolean> {
  if (user.id === undefined || count === 0) return false
  const [present] = await listCredentials(server.storage, realm.realm.id, user.id, 'password')
  const former = await listPasswordHistory(server.storage, realm.realm.id, user.id)
  const stored = [present && toStoredPassword(present), ...former.map((one) => one.stored)]
  for (const one of stored.filter((hash) => hash !== undefined).slice(0, count)) {
    if (await server.hashing.verify(password, one)) return true
  }
  return false
}

export const userPolicies: readonly PasswordPolicy[] = [notUsername, notContainsUsername, notEmail, passwordHistory]
