import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import { readTimes } from './timed-notes.ts'
import type { UserSession } from './user-session.ts'

/** Note of a user session: which configured executions were completed, and when. Keycloak's name. */
export const completedNote = 'authenticators-completed'

/** Keys of an execution's configuration: the method's name in `amr` (RFC 8176), and for how many seconds it counts. */
export const referenceKeys = { value: 'default.reference.value', maxAge: 'default.reference.maxAge' } as const

/** By which methods the user of a session has proven who they are, as far as that still counts. `now`: epoch milliseconds. */
export function listAuthenticationMethods(
  realm: Pick<RealmSnapshot, 'authenticatorConfig'>,
  session: Pick<UserSession, 'notes'>,
  now: number,
): readonly string[] {
  const methods = [...readTimes(session.notes[completedNote])].flatMap(([configId, seconds]) => {
    const config = realm.authenticatorConfig(configId)?.config ?? {}
    const method = config[referenceKeys.value]
    const maxAge = Number(config[referenceKeys.maxAge] ?? 0)
    return method && now < (seconds + maxAge) * 1000 ? [method] : []
  })
  return [...new Set(methods)]
}
