import { endUserSession } from '../../model/user-session/end-user-session.ts'
import { listUserSessions, listUserSessionsWithClient } from '../../model/user-session/user-session.store.ts'
import type { UserSession } from '../../model/user-session/user-session.ts'
import type { Authenticator, FlowContext, Step } from '../../spi/authenticator.ts'
import { refusalPage } from '../../spi/form.ts'
import { transact } from '../../storage/transact.ts'

const keys = {
  realm: 'userRealmLimit',
  client: 'userClientLimit',
  behavior: 'behavior',
  message: 'errorMessage',
} as const
const behaviors = { deny: 'Deny new session', terminate: 'Terminate oldest session' } as const

/** Stands after the user is known: refuses one session too many, or ends the oldest ones to make room for it. */
export const userSessionLimitsAuthenticator: Authenticator = {
  id: 'user-session-limits',
  displayName: 'User session count limiter',
  helpText: 'Configures how many concurrent sessions a single user is allowed to create for this realm and/or client',
  requiresUser: true,
  config: [
    {
      name: keys.realm,
      label: 'Maximum concurrent sessions for each user within this realm.',
      helpText: 'Provide a zero or negative value to disable this limit.',
      type: 'String',
      defaultValue: '3',
    },
    {
      name: keys.client,
      label: 'Maximum concurrent sessions for each user per keycloak client.',
      helpText:
        'Provide a zero or negative value to disable this limit. Where there is a limit for the realm, it should be lower than that.',
      type: 'String',
      defaultValue: '0',
    },
    {
      name: keys.behavior,
      label: 'Behavior when user session limit is exceeded',
      helpText: 'Whether the new session is refused, or the oldest one ends.',
      type: 'List',
      defaultValue: behaviors.deny,
      options: [behaviors.deny, behaviors.terminate],
    },
    {
      name: keys.message,
      label: 'Optional custom error message',
      helpText: 'If left empty a default error message is shown',
      type: 'String',
    },
  ],
  requirements: ['REQUIRED', 'DISABLED'],
  isConfiguredFor: async () => true,
  authenticate: limit,
  action: limit,
}

async function limit(context: FlowContext): Promise<Step> {
  const { server, realm, client, config, user } = context
  if (!user) return { kind: 'attempted' }
  const realmId = realm.realm.id
  const inRealm = await listUserSessions(server.storage, realmId, user.id, { offline: false })
  const ofClient = await listUserSessionsWithClient(server.storage, realmId, user.id, client.client.id)
  const surplus = new Set([
    ...findSurplus(withoutOwn(context, inRealm), readLimit(config[keys.realm])),
    ...findSurplus(withoutOwn(context, ofClient), readLimit(config[keys.client])),
  ])
  if (surplus.size === 0) return { kind: 'success' }
  if (config[keys.behavior] !== behaviors.terminate) return refuse(context)
  await transact(server.storage, async (tx) => {
    for (const id of surplus) await endUserSession(tx, { realmId, id })
  })
  return { kind: 'success' }
}

/** The session of this browser is continued, not added. */
function withoutOwn({ sso }: FlowContext, sessions: readonly UserSession[]): readonly UserSession[] {
  return sessions.filter((session) => session.id !== sso?.userSession.id)
}

/** Ids of the oldest sessions that have to go so that one more is within the limit. */
function findSurplus(sessions: readonly UserSession[], limit: number): readonly string[] {
  if (limit <= 0) return []
  const oldest = sessions.toSorted((a, b) => a.startedAt - b.startedAt)
  return oldest.slice(0, Math.max(0, sessions.length - limit + 1)).map((session) => session.id)
}

function readLimit(text: string | undefined): number {
  const limit = Number(text ?? '')
  return Number.isInteger(limit) ? limit : 0
}

function refuse({ config }: FlowContext): Step {
  const form = refusalPage(config[keys.message] || 'sessionLimitExceeded')
  return { kind: 'failure', error: 'generic_authentication_error', form, status: 403 }
}
