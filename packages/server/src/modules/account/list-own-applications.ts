import type { AccountApplicationRepresentation } from '@ztrust/contract/account'
import type * as z from 'zod'
import { listClients } from '../../model/client/client.store.ts'
import type { Client } from '../../model/client/client.ts'
import { resolveRedirectUris } from '../../model/client/redirect-uri.ts'
import { listConsents } from '../../model/consent/consent.store.ts'
import type { Consent } from '../../model/consent/consent.ts'
import type { RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { Role } from '../../model/role/role.ts'
import { effectiveRoles } from '../../model/user/user-role.store.ts'
import { isSessionAlive } from '../../model/user-session/session-lifespan.ts'
import { listClientSessions, listUserSessions } from '../../model/user-session/user-session.store.ts'
import type { CallerContext } from '../../spi/request.ts'

type Application = z.input<typeof AccountApplicationRepresentation>

/** Parts of the server itself, which every user has roles of. */
const builtIn = new Set(['account', 'admin-cli', 'broker', 'realm-management'])

interface Usage {
  readonly online: ReadonlySet<string>
  readonly offline: ReadonlySet<string>
  readonly consents: ReadonlyMap<string, Consent>
  readonly roles: readonly Role[]
}

/**
 * The caller's applications: signed in to, agreed to, with offline access, always to be shown, or with a home page and a
 * role the caller holds. By name.
 */
export async function listOwnApplications(context: CallerContext): Promise<readonly Application[]> {
  const { server, realm } = context
  const [clients, usage] = await Promise.all([listClients(server.storage, realm.realm.id), readUsage(context)])
  return clients
    .filter((client) => isOwn(client, usage))
    .map((client) => toApplication(realm, server.urls.base, client, usage))
    .sort((left, right) => nameOf(left).localeCompare(nameOf(right), 'en'))
}

async function readUsage({ server, realm, caller }: CallerContext): Promise<Usage> {
  const { storage } = server
  const { id } = realm.realm
  const now = server.clock.now()
  const sessions = (await listUserSessions(storage, id, caller.user.id)).filter((one) =>
    isSessionAlive(realm.realm, one, now),
  )
  const offlineIds = new Set(sessions.filter(({ offline }) => offline).map((session) => session.id))
  const [clientSessions, consents, roles] = await Promise.all([
    listClientSessions(
      storage,
      id,
      sessions.map((session) => session.id),
    ),
    listConsents(storage, id, caller.user.id),
    effectiveRoles(storage, realm, caller.user),
  ])
  const clientsOf = (isOffline: boolean) =>
    new Set(
      clientSessions.filter((one) => offlineIds.has(one.userSessionId) === isOffline).map(({ clientId }) => clientId),
    )
  return {
    online: clientsOf(false),
    offline: clientsOf(true),
    consents: new Map(consents.map((consent) => [consent.clientId, consent])),
    roles,
  }
}

function isOwn(client: Client, { online, offline, consents, roles }: Usage): boolean {
  const { settings, id, clientId, enabled } = client
  if (!enabled || settings.bearerOnly || builtIn.has(clientId)) return false
  if (online.has(id) || offline.has(id) || consents.has(id) || settings.alwaysDisplayInConsole) return true
  return Boolean(settings.baseUrl) && roles.some((role) => role.clientId === id)
}

function toApplication(snapshot: RealmSnapshot, base: string, client: Client, usage: Usage): Application {
  const { settings, id, clientId } = client
  const consent = usage.consents.get(id)
  const effectiveUrl = effectiveUrlOf(client, base)
  return {
    clientId,
    clientName: settings.name ?? '',
    description: settings.description,
    userConsentRequired: settings.consentRequired,
    inUse: usage.online.has(id),
    offlineAccess: usage.offline.has(id),
    rootUrl: settings.rootUrl,
    baseUrl: settings.baseUrl,
    ...(effectiveUrl === undefined ? {} : { effectiveUrl }),
    logoUri: webAddress(settings.attributes['logoUri']),
    policyUri: webAddress(settings.attributes['policyUri']),
    tosUri: webAddress(settings.attributes['tosUri']),
    ...(consent ? { consent: toConsent(snapshot, consent) } : {}),
    roles: usage.roles
      .filter((role) => role.clientId === id)
      .map(({ name, description }) => ({ name, description }))
      .sort((left, right) => left.name.localeCompare(right.name, 'en')),
  }
}

/** Where the application begins. Only addresses of the web: what people click must not be a script. */
function effectiveUrlOf({ settings: { rootUrl, baseUrl } }: Client, base: string): string | undefined {
  if (!baseUrl && !rootUrl) return undefined
  const [resolved] = resolveRedirectUris({ ...(rootUrl ? { rootUrl } : {}), redirectUris: [baseUrl || '/'] }, base)
  return webAddress(resolved)
}

function webAddress(text: string | undefined): string | undefined {
  const url = text ? URL.parse(text) : null
  return url && ['http:', 'https:'].includes(url.protocol) ? text : undefined
}

function toConsent({ clientScopes }: RealmSnapshot, consent: Consent) {
  const granted = clientScopes.filter(({ id }) => consent.scopes.includes(id))
  return {
    grantedScopes: granted.map(({ id, name, attributes }) => ({
      id,
      name,
      displayText: attributes['consent.screen.text'] || name,
    })),
    createdDate: consent.createdAt,
    lastUpdatedDate: consent.updatedAt,
  }
}

function nameOf({ clientName, clientId }: Application): string {
  return clientName || clientId
}
