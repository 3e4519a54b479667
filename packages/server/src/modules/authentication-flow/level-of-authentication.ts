import { noLevel, reachedLevelNote } from '../../model/authentication-session/level-of-authentication.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { addTime, readTimes } from '../../model/user-session/timed-notes.ts'
import type { UserSession } from '../../model/user-session/user-session.ts'
import type { FlowContext, StepEffects } from '../../spi/authenticator.ts'
import { findBrowserFlow } from './find-browser-flow.ts'

export const levelConditionId = 'conditional-level-of-authentication'
export const levelKeys = { level: 'loa-condition-level', maxAge: 'loa-max-age' } as const

/** Note of a user session: when each level was reached. Keycloak's name. */
const levelTimesNote = 'loa-map'
/** Note of a sign-in that must prove everything anew (`prompt=login`, `max_age`): nothing earlier counts. */
export const fullProofNote = 'forced-reauthentication'
/** Keycloak's default of `loa-max-age`: ten hours. */
export const defaultMaxAge = 36_000

/** Settings of one level condition; a level that is no number is none. */
export function readLevelCondition(config: Readonly<Record<string, string>>): {
  readonly level: number
  readonly maxAge: number
} {
  const level = Number(config[levelKeys.level] ?? '')
  const maxAge = Number(config[levelKeys.maxAge] ?? '')
  return {
    level: config[levelKeys.level] && Number.isInteger(level) ? level : noLevel,
    maxAge: config[levelKeys.maxAge] && Number.isFinite(maxAge) ? maxAge : defaultMaxAge,
  }
}

/** Was the level proven in the user's SSO session, so lately that it still counts? */
export function isLevelStillGood(context: FlowContext, level: number, maxAge: number): boolean {
  return isRecent(timesOf(context, context.user?.id).get(String(level)), maxAge, context)
}

/**
 * The highest level that the SSO session still stands for. A level counts only with all lower levels of the flow that
 * were reached: what has expired below has to be proven again.
 */
export function findLevelOfSession(context: FlowContext, session: UserSession): number {
  const maxAges = new Map(listConditions(context).map(({ level, maxAge }) => [level, maxAge]))
  const times = timesOf(context, session.userId)
  let highest = noLevel
  for (const level of [...times.keys()].map(Number).toSorted((a, b) => a - b)) {
    const maxAge = maxAges.get(level)
    if (maxAge === undefined) continue
    if (!isRecent(times.get(String(level)), maxAge, context)) break
    highest = level
  }
  return highest
}

/** What is noted when a level has been reached now. */
export function noteLevel(context: FlowContext, level: number): StepEffects {
  const { server, session, sso, user } = context
  const earlier = sso && sso.user.id === user?.id ? sso.userSession.notes[levelTimesNote] : undefined
  const times = session.state.userSessionNotes[levelTimesNote] ?? earlier
  const now = Math.floor(server.clock.now() / 1000)
  return {
    authNotes: { [reachedLevelNote]: String(level) },
    userSessionNotes: { [levelTimesNote]: addTime(times, String(level), now) },
  }
}

/** Never the levels of somebody else who is signed in to the same browser. */
function timesOf({ session, sso }: FlowContext, userId: string | undefined): ReadonlyMap<string, number> {
  if (session.state.authNotes[fullProofNote] !== undefined || sso?.user.id !== userId) return new Map()
  return readTimes(sso?.userSession.notes[levelTimesNote])
}

function isRecent(seconds: number | undefined, maxAge: number, { server }: FlowContext): boolean {
  return seconds !== undefined && server.clock.now() < (seconds + maxAge) * 1000
}

/** All level conditions of the flow that is walked. */
function listConditions(context: FlowContext) {
  const flow = findBrowserFlow(context)
  return flow ? conditionsBelow(context.realm, flow.id, 0) : []
}

function conditionsBelow(
  realm: RealmSnapshot,
  flowId: string,
  depth: number,
): readonly ReturnType<typeof readLevelCondition>[] {
  if (depth > 20) return []
  return realm.executions(flowId).flatMap((execution) => {
    if (execution.requirement === 'DISABLED') return []
    if (execution.authenticator === levelConditionId) {
      return [readLevelCondition(realm.authenticatorConfig(execution.configId ?? '')?.config ?? {})]
    }
    return execution.subFlowId === undefined ? [] : conditionsBelow(realm, execution.subFlowId, depth + 1)
  })
}
