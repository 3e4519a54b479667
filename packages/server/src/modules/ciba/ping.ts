import type { ServerContext } from '../../spi/server-context.ts'

/** What a client is told by: both are secrets between it and us. */
export interface Ping {
  readonly authReqId: string
  readonly notificationToken: string
}

const contextOf = (realmId: string, clientId: string) => `realm/${realmId}/client/${clientId}/ciba-ping`

export function sealPing(
  { secrets }: Pick<ServerContext, 'secrets'>,
  realmId: string,
  clientId: string,
  ping: Ping,
): string {
  return secrets.seal(JSON.stringify(ping), contextOf(realmId, clientId))
}

export function openPing(
  { secrets }: Pick<ServerContext, 'secrets'>,
  realmId: string,
  clientId: string,
  sealed: string,
): Ping {
  // Only what this server sealed opens, so its shape is known.
  return JSON.parse(secrets.open(sealed, contextOf(realmId, clientId))) as Ping
}
