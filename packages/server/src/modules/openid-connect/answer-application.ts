import type { ClientSnapshot, RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import type { Reply } from '../../spi/reply.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { answerAuthorization, type ResponseMode } from './response-mode.ts'

/** Where an answer goes, and how. */
export interface ApplicationTarget {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
  readonly redirectUri: string
  readonly mode: ResponseMode
  readonly state: string | undefined
}

/** Sends the browser back. RFC 9207: every answer names who gives it, so that those of two servers cannot be mixed up. */
export async function answerApplication(
  { server, realm, client, redirectUri, mode, state }: ApplicationTarget,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<Reply> {
  const hidesIssuer = client.client.settings.attributes['exclude.issuer.from.auth.response'] === 'true'
  return answerAuthorization(redirectUri, mode, {
    state,
    ...(hidesIssuer ? {} : { iss: server.urls.realm(realm.realm.name) }),
    ...parameters,
  })
}
