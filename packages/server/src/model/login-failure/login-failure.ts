import type { Realm } from '../realm/realm.ts'

/** A user's wrong guesses since the last right one. Times are epoch milliseconds. */
export interface LoginFailure {
  readonly realmId: string
  readonly userId: string
  readonly failures: number
  readonly temporaryLockouts: number
  readonly lastFailureAt: number
  readonly lastFailureIp?: string
  /** 0 when not locked for a time. */
  readonly lockedUntil: number
}

export type LockKind = 'no' | 'temporarily' | 'permanently'

/** Whether a user has to wait before guessing again. Permanently locked users are disabled instead. */
export function isTemporarilyLocked(
  { settings }: Pick<Realm, 'settings'>,
  failure: Pick<LoginFailure, 'lockedUntil'> | undefined,
  now: number,
): boolean {
  return settings.bruteForceProtected && failure !== undefined && failure.lockedUntil > now
}

type Counted = Pick<LoginFailure, 'failures' | 'temporaryLockouts' | 'lastFailureAt' | 'lockedUntil'>

/** What one more failure makes of those before, by Keycloak's brute force settings. */
export function countFailure(
  { settings }: Pick<Realm, 'settings'>,
  before: Counted | undefined,
  now: number,
): { readonly next: Counted; readonly locked: LockKind } {
  const sinceLast = before ? now - before.lastFailureAt : undefined
  const isForgotten = sinceLast !== undefined && sinceLast > settings.maxDeltaTimeSeconds * 1000
  const failures = (isForgotten ? 0 : (before?.failures ?? 0)) + 1
  let temporaryLockouts = isForgotten ? 0 : (before?.temporaryLockouts ?? 0)
  const lockedUntil = before?.lockedUntil ?? 0
  const counted = { failures, temporaryLockouts, lastFailureAt: now, lockedUntil }

  const regularWait = waitSeconds(settings, failures)
  const isQuick = regularWait === 0 && sinceLast !== undefined && sinceLast < settings.quickLoginCheckMilliSeconds
  if (settings.permanentLockout && regularWait > 0) {
    temporaryLockouts += 1
    // No temporary lockouts allowed: the first lockout is for good.
    if (temporaryLockouts > settings.maxTemporaryLockouts) {
      return { next: { ...counted, temporaryLockouts }, locked: 'permanently' }
    }
  }
  const wanted = isQuick ? settings.minimumQuickLoginWaitSeconds : regularWait
  const wait = Math.min(wanted, settings.maxFailureWaitSeconds)
  if (wait <= 0) return { next: { ...counted, temporaryLockouts }, locked: 'no' }
  return {
    next: { ...counted, temporaryLockouts, lockedUntil: Math.max(lockedUntil, now + wait * 1000) },
    locked: 'temporarily',
  }
}

function waitSeconds(settings: Realm['settings'], failures: number): number {
  const factor = Math.max(1, settings.failureFactor)
  if (failures < factor) return 0
  const multiple = settings.bruteForceStrategy === 'LINEAR' ? 1 + failures - factor : Math.floor(failures / factor)
  // An increment of 0 would switch permanent lockouts off along with the waiting.
  return Math.max(settings.permanentLockout ? 1 : 0, settings.waitIncrementSeconds * multiple)
}
