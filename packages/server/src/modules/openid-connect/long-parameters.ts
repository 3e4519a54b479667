/** Keycloak's limits: a parameter that is longer counts as left out. */
const longest = 4000
const longestOf: Readonly<Record<string, number>> = { login_hint: 255 }
/** These have limits of their own. */
const unlimited = new Set(['client_id', 'redirect_uri', 'request', 'request_uri', 'client_assertion'])

export function dropLongParameters(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => unlimited.has(name) || value.length <= (longestOf[name] ?? longest),
    ),
  )
}
