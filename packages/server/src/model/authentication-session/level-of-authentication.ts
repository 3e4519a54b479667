import type { AuthenticationSession } from './authentication-session.ts'

/**
 * Levels of authentication (Keycloak: LoA): numbers that flows reach by their conditions and that protocols ask for. The
 * protocol and the flow engine meet in these notes; their names are Keycloak's.
 */
const requestedNote = 'requested-level-of-authentication'
const forcedNote = 'force-level-of-authentication'
/** Among the notes of authenticators: the level of this sign-in so far. */
export const reachedLevelNote = 'level-of-authentication'

/** No level was reached: the flow knows none, or has not come to one. */
export const noLevel = -1

export interface LevelRequest {
  readonly level: number
  /** The sign-in fails when the level is not reached. */
  readonly isForced: boolean
}

/** What a protocol notes for the flow engine. */
export function noteLevelRequest(request: LevelRequest | undefined): Record<string, string> {
  if (!request) return {}
  return { [requestedNote]: String(request.level), ...(request.isForced ? { [forcedNote]: 'true' } : {}) }
}

/** The level a sign-in was asked for. */
export function requestedLevel({ state: { clientNotes } }: Pick<AuthenticationSession, 'state'>): LevelRequest {
  return { level: readLevel(clientNotes[requestedNote]), isForced: clientNotes[forcedNote] === 'true' }
}

/** The level a sign-in has reached by the conditions of its flow; `noLevel` when there are none. */
export function reachedLevel({ state: { authNotes } }: Pick<AuthenticationSession, 'state'>): number {
  return readLevel(authNotes[reachedLevelNote])
}

function readLevel(text: string | undefined): number {
  return text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : noLevel
}
