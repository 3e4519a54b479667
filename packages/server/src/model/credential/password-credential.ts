import type { StoredPassword } from '../../crypto/password-hash.ts'
import type { Credential, NewCredential } from './credential.ts'

/** A hashed password as a credential to be stored. */
export function passwordCredential(
  stored: StoredPassword,
  { isTemporary = false }: { readonly isTemporary?: boolean } = {},
): NewCredential {
  return {
    type: 'password',
    credentialData: { ...stored.credentialData },
    secretData: { ...stored.secretData },
    isTemporary,
  }
}

/** The hashed password of a stored credential; undefined when its parts are not those of a password. */
export function toStoredPassword({
  credentialData,
  secretData,
}: Pick<Credential, 'credentialData' | 'secretData'>): StoredPassword | undefined {
  const { hashIterations, algorithm, additionalParameters } = credentialData
  const { value, salt } = secretData
  if (typeof hashIterations !== 'number' || typeof algorithm !== 'string') return undefined
  if (typeof value !== 'string' || typeof salt !== 'string') return undefined
  return {
    credentialData: { hashIterations, algorithm, additionalParameters: toParameters(additionalParameters) },
    secretData: { value, salt },
  }
}

function toParameters(value: unknown): Record<string, readonly string[]> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string[]] =>
        Array.isArray(entry[1]) && entry[1].every((part: unknown) => typeof part === 'string'),
    ),
  )
}
