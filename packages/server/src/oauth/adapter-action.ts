import { signJwt } from '../crypto/jws.ts'
import type { Client } from '../model/client/client.ts'
import { resolveClientUrl } from '../model/client/redirect-uri.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ServerContext } from '../spi/server-context.ts'
import { requireKey } from './token-keys.ts'
import { toSeconds } from './token-times.ts'

/** What one of Keycloak's adapters is told to do: forget sessions, or every token from before a moment, or just answer. */
export interface AdapterAction {
  readonly action: 'LOGOUT' | 'PUSH_NOT_BEFORE' | 'TEST_AVAILABILITY'
  /** Sessions by the adapter's own names; absent: all of them. */
  readonly adapterSessionIds?: readonly string[]
  /** Epoch seconds. */
  readonly notBefore?: number
  readonly keycloakSessionIds?: readonly string[]
}

const paths = {
  LOGOUT: 'k_logout',
  PUSH_NOT_BEFORE: 'k_push_not_before',
  TEST_AVAILABILITY: 'k_test_available',
} as const
const lifespanSeconds = 30
const timeout = 5_000

/** The address under which the client's adapter takes orders. */
export function adapterUrl(server: ServerContext, { settings }: Client): string {
  return resolveClientUrl(settings.adminUrl ?? '', settings, server.urls.base).replace(/\/+$/, '')
}

/** Sends an action, signed, to the client's admin URL, or to a node's instead. Throws when it is not taken. */
export async function sendAdapterAction(
  server: ServerContext,
  realm: RealmSnapshot,
  client: Client,
  { action, adapterSessionIds, notBefore, keycloakSessionIds }: AdapterAction,
  address = adapterUrl(server, client),
): Promise<void> {
  const now = server.clock.now()
  const body = await signJwt(requireKey(realm, undefined), {
    id: `${server.ids.uuid()}-${now}`,
    expiration: toSeconds(now) + lifespanSeconds,
    resource: client.clientId,
    action,
    ...(adapterSessionIds ? { adapterSessionIds } : {}),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(keycloakSessionIds ? { keycloakSessionIds } : {}),
  })
  const url = `${address}/${paths[action]}`
  const headers = { 'content-type': 'text/plain; charset=ISO-8859-1' }
  const { status } = await server.outbound.fetch({ url, method: 'POST', headers, body, timeout })
  if (status !== 200 && status !== 204) throw new Error(`The adapter of ${client.clientId} answered with ${status}`)
}
