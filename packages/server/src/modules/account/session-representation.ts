import type { AccountDeviceRepresentation, AccountSessionRepresentation } from '@ztrust/contract/account'
import type * as z from 'zod'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { sessionExpiry } from '../../model/user-session/session-lifespan.ts'
import type { ClientSession, UserSession } from '../../model/user-session/user-session.ts'
import { readUserAgent } from './user-agent.ts'

type SessionRepresentation = z.input<typeof AccountSessionRepresentation>
type DeviceRepresentation = z.input<typeof AccountDeviceRepresentation>

/** A session with the applications in it, `current` for the one the request came by. Times in epoch seconds. */
export async function toSessionRepresentation(
  snapshot: RealmSnapshot,
  session: UserSession,
  clientSessions: readonly ClientSession[],
  currentId: string | undefined,
): Promise<SessionRepresentation> {
  const own = clientSessions.filter(({ userSessionId }) => userSessionId === session.id)
  const clients = await Promise.all(own.map(({ clientId }) => snapshot.clientById(clientId)))
  return {
    id: session.id,
    ipAddress: session.ip,
    started: toSeconds(session.startedAt),
    lastAccess: toSeconds(session.refreshedAt),
    expires: toSeconds(Math.min(session.expiresAt, sessionExpiry(snapshot.realm, session))),
    browser: readUserAgent(session.userAgent).browser,
    ...(session.id === currentId ? { current: true } : {}),
    clients: clients.flatMap((found) =>
      found
        ? [
            {
              clientId: found.client.clientId,
              clientName: found.client.settings.name ?? '',
              userConsentRequired: found.client.settings.consentRequired,
              inUse: true,
              offlineAccess: session.offline,
            },
          ]
        : [],
    ),
  }
}

/** Sessions by the device they seem to come from: those of one system and one kind of device stand together. */
export function groupByDevice(
  sessions: readonly { readonly session: UserSession; readonly representation: SessionRepresentation }[],
): readonly DeviceRepresentation[] {
  const devices = new Map<string, DeviceRepresentation>()
  for (const { session, representation } of sessions) {
    const { os, osVersion, device, isMobile, browser } = readUserAgent(session.userAgent)
    const key = JSON.stringify([os, osVersion, device, isMobile])
    const before = devices.get(key)
    const isLatest = !before || representation.lastAccess > before.lastAccess
    const latest = { ipAddress: session.ip, browser, lastAccess: representation.lastAccess }
    devices.set(key, {
      ...(before ?? { os, osVersion, device, mobile: isMobile, ...latest }),
      ...(isLatest ? latest : {}),
      ...(representation.current ? { current: true } : {}),
      sessions: [...(before?.sessions ?? []), representation],
    })
  }
  // The device in one's hand first, then what was used last.
  return [...devices.values()].sort(
    (left, right) =>
      Number(right.current ?? false) - Number(left.current ?? false) || right.lastAccess - left.lastAccess,
  )
}

function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}
