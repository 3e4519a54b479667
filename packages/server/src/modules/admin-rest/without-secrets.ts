/** What Keycloak shows in place of a secret; sent back, it means "as it was". */
export const maskedSecret = '**********'

const secretNames =
  /^(secret|secretData|value|registrationAccessToken)$|password$|private\.?key|client\.?secret|bind_?credential/i

/** A copy in which nothing that opens doors can be read. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([name, entry]) => [name, secretNames.test(name) ? maskedSecret : withoutSecrets(entry)]),
  )
}
