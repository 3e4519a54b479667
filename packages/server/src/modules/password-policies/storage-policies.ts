import type { PasswordPolicy } from '../../spi/extensions.ts'

/**
 * Entries of the policy text that do not judge a new password: how it is hashed (model/credential/password-policy) and
 * when it has to be changed (the required action UPDATE_PASSWORD). Registered so that the console can offer them.
 */
const silent = (id: string, displayName: string, defaultValue: string): PasswordPolicy => ({
  id,
  displayName,
  defaultValue,
  check: async () => undefined,
})

export const storagePolicies: readonly PasswordPolicy[] = [
  silent('forceExpiredPasswordChange', 'Expire Password', '365'),
  silent('hashAlgorithm', 'Hashing Algorithm', 'argon2'),
  silent('hashIterations', 'Hashing Iterations', '-1'),
]
