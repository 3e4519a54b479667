import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot, RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { errorPage } from '../../oauth/pages.ts'
import { text } from '../../spi/form.ts'
import { page, type Reply } from '../../spi/reply.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { answerAuthorization, type ResponseMode, splitMode } from './response-mode.ts'
import { sealAnswer } from './seal-answer.ts'

/** Where an answer goes, and how. */
export interface ApplicationTarget {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
  readonly redirectUri: string
  readonly mode: ResponseMode
  readonly state: string | undefined
}

/**
 * Sends the browser back. RFC 9207: every answer names who gives it, so that those of two servers cannot be mixed up. A
 * sealed answer that cannot be made is not sent at all.
 */
export async function answerApplication(
  target: ApplicationTarget,
  parameters: Readonly<Record<string, string | undefined>>,
): Promise<Reply> {
  const { server, realm, client, redirectUri, mode, state } = target
  const { plain, isSealed } = splitMode(mode)
  if (!isSealed) {
    const hidesIssuer = client.client.settings.attributes['exclude.issuer.from.auth.response'] === 'true'
    const issuer = hidesIssuer ? {} : { iss: server.urls.realm(realm.realm.name) }
    return answerAuthorization(redirectUri, plain, { state, ...issuer, ...parameters })
  }
  try {
    const response = await sealAnswer(target, { state, ...parameters })
    return answerAuthorization(redirectUri, plain, { response })
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    server.log.warn({ err: error, client: client.client.clientId }, 'An answer cannot be encrypted for its client')
    return page(errorPage(text('invalidRequestMessage')), 400)
  }
}
