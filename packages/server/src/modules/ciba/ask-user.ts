import { OAuthError } from '../../kernel/error.ts'
import type { ClientSnapshot, RealmSnapshot } from '../../model/realm/realm-snapshot.ts'
import { decide } from '../../oauth/awaited-decision.ts'
import type { AuthenticationChannel } from '../../spi/authentication-channel.ts'
import type { ServerContext } from '../../spi/server-context.ts'
import { transact } from '../../storage/transact.ts'
import { signAnswerToken } from './answer-token.ts'
import type { AuthenticationRequest } from './authentication-request.ts'
import { cibaDecision } from './ciba-decision.ts'

export interface AskInput {
  readonly realm: RealmSnapshot
  readonly client: ClientSnapshot
  readonly asked: AuthenticationRequest
  readonly decideSecret: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** Brings the question to the user by the first channel that leads there. Throws when none takes it. */
export async function askUser(server: ServerContext, input: AskInput): Promise<void> {
  const { realm, client, asked, decideSecret, expiresAt } = input
  const problem = await tryChannel(server, input, async (channel) =>
    channel.ask(server, {
      realm,
      client,
      user: asked.user,
      scope: asked.scope,
      ...(asked.bindingMessage === undefined ? {} : { bindingMessage: asked.bindingMessage }),
      ...(asked.acrValues === undefined ? {} : { acrValues: asked.acrValues }),
      expiresAt,
      answerUrl: `${server.urls.realm(realm.realm.name)}/protocol/openid-connect/ext/ciba/auth/callback`,
      answerToken: await signAnswerToken(server, realm, {
        decideSecret,
        client: client.client,
        userId: asked.user.id,
        expiresAt,
      }),
    }),
  )
  if (problem === undefined) return
  // Should the question have come through all the same, its answer leads nowhere.
  await transact(server.storage, (tx) => decide(tx, cibaDecision, realm.realm.id, decideSecret, { kind: 'denied' }))
  throw new OAuthError('server_error', problem, { status: 503, event: 'failed_to_send_authentication_request' })
}

async function tryChannel(
  server: ServerContext,
  { realm, asked }: AskInput,
  ask: (channel: AuthenticationChannel) => Promise<boolean>,
): Promise<string | undefined> {
  for (const channel of server.registry.authenticationChannels.values()) {
    if (!(await channel.reaches(server, realm, asked.user))) continue
    try {
      return (await ask(channel)) ? undefined : 'Unexpected response from authentication device'
    } catch (error) {
      server.log.warn({ err: error, channel: channel.id }, 'A user could not be asked')
      return 'Failed to send authentication request'
    }
  }
  return 'Failed to send authentication request'
}
