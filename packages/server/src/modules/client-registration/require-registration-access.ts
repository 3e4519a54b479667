import { NotFound, OAuthError } from '../../kernel/error.ts'
import { findClientByClientId } from '../../model/client/client.store.ts'
import type { Client } from '../../model/client/client.ts'
import { findInitialAccess } from '../../model/client/initial-access.store.ts'
import { isRegistrationToken } from '../../model/client/registration-token.store.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { RegistrationCaller } from './registration-caller.ts'
import type { Authentication } from './registration-token.ts'

/** May the caller register clients, and under which policies? Whether there is room left is asked again on writing. */
export async function requireRegister(
  { server, realm }: RealmContext,
  caller: RegistrationCaller,
): Promise<Authentication> {
  if (caller.kind === 'user') {
    if (!caller.can('create-client', 'manage-clients')) throw forbid()
    return 'authenticated'
  }
  if (caller.kind === 'initial-access') {
    const access = await findInitialAccess(server.storage, realm.realm.id, caller.token.id)
    if (!access) throw refuse('Initial Access Token not found')
    if (access.remainingCount <= 0) throw usedUp()
    return 'authenticated'
  }
  // A registration access token is for its own client (RFC 7592, section 1.2): here it says nothing.
  return 'anonymous'
}

export interface RegisteredAccess {
  readonly client: Client
  readonly authentication: Authentication
}

export async function requireView(
  context: RealmContext,
  caller: RegistrationCaller,
  clientId: string,
): Promise<RegisteredAccess> {
  const refusal = 'Not authorized to view client. Not valid token or client credentials provided.'
  return await requireAccess(context, caller, clientId, ['view-clients', 'manage-clients'], refusal)
}

export async function requireChange(
  context: RealmContext,
  caller: RegistrationCaller,
  clientId: string,
): Promise<RegisteredAccess> {
  const refusal = 'Not authorized to update client. Maybe missing token or bad token type.'
  return await requireAccess(context, caller, clientId, ['manage-clients'], refusal)
}

async function requireAccess(
  { server, realm }: RealmContext,
  caller: RegistrationCaller,
  clientId: string,
  roles: readonly string[],
  refusal: string,
): Promise<RegisteredAccess> {
  if (caller.kind === 'user' && !caller.can(...roles)) throw forbid()
  if (caller.kind === 'initial-access') throw refuse('Not initial access token allowed')
  if (caller.kind === 'anonymous') throw refuse(refusal)
  const client = await findClientByClientId(server.storage, realm.realm.id, clientId)
  if (caller.kind === 'user') {
    if (!client) throw new NotFound('client', 'Client not found')
    return { client, authentication: 'authenticated' }
  }
  // RFC 7592, section 2: which of these it was is not told.
  if (!client?.enabled || !(await isRegistrationToken(server.storage, client, caller.token.id))) throw refuse(refusal)
  return { client, authentication: caller.token.authentication ?? 'anonymous' }
}

export function usedUp(): OAuthError {
  return refuse('No remaining count on initial access token')
}

function forbid(): OAuthError {
  return new OAuthError('insufficient_scope', 'Forbidden', { status: 403, event: 'not_allowed' })
}

function refuse(description: string): OAuthError {
  return new OAuthError('invalid_token', description, { status: 401 })
}
