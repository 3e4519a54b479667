import { Conflict, InvalidInput, NotFound, OAuthError } from '../../kernel/error.ts'
import type { Client } from '../../model/client/client.ts'
import { invalidMetadata } from '../../oauth/from-metadata.ts'
import { publishEvent } from '../../oauth/publish-event.ts'
import { requireOrigin } from '../../oauth/require-client-origin.ts'
import { requireHttps } from '../../oauth/require-https.ts'
import type { Reply } from '../../spi/reply.ts'
import type { RealmContext } from '../../spi/request.ts'
import { admit, loadPolicies, originsOfPolicies, RegistrationPolicyError } from './apply-registration-policies.ts'
import { originsOf, type RegistrationCaller, readCaller } from './registration-caller.ts'
import type { Authentication } from './registration-token.ts'
import { requireChange, requireRegister, requireView } from './require-registration-access.ts'

/** A request that is let in, by whom and under which policies. */
export interface Admission {
  readonly caller: RegistrationCaller
  readonly authentication: Authentication
  readonly policies: Awaited<ReturnType<typeof loadPolicies>>
}

type EventType = 'CLIENT_REGISTER' | 'CLIENT_INFO' | 'CLIENT_UPDATE' | 'CLIENT_DELETE'

/** A request to register a client, from top to bottom. */
export function answerRegister(
  context: RealmContext,
  register: (admission: Admission) => Promise<Reply>,
): Promise<Reply> {
  return withEvents(context, 'CLIENT_REGISTER', undefined, async (caller) => {
    const authentication = await requireRegister(context, caller)
    return await register(await requireAdmission(context, caller, authentication))
  })
}

/** A request about a registered client (RFC 7592): the caller may look at it, or change it. */
export function answerManagement(
  context: RealmContext,
  type: Exclude<EventType, 'CLIENT_REGISTER'>,
  clientId: string,
  answer: (client: Client, admission: Admission) => Promise<Reply>,
): Promise<Reply> {
  return withEvents(context, type, clientId, async (caller) => {
    const requireAccess = type === 'CLIENT_INFO' ? requireView : requireChange
    const { client, authentication } = await requireAccess(context, caller, clientId)
    return await answer(client, await requireAdmission(context, caller, authentication))
  })
}

async function requireAdmission(
  context: RealmContext,
  caller: RegistrationCaller,
  authentication: Authentication,
): Promise<Admission> {
  const policies = await loadPolicies(context, authentication)
  requireOrigin(context, [...originsOf(caller), ...originsOfPolicies(policies)])
  await admit(context, policies)
  return { caller, authentication, policies }
}

async function withEvents(
  context: RealmContext,
  type: EventType,
  clientId: string | undefined,
  answer: (caller: RegistrationCaller) => Promise<Reply>,
): Promise<Reply> {
  const { server, realm, request } = context
  try {
    requireHttps(server.urls, realm, request)
    return await answer(await readCaller(context))
  } catch (cause) {
    const error = toRegistrationError(cause)
    await publishEvent(server, realm, {
      type: `${type}_ERROR`,
      error: error.event,
      ...(clientId === undefined ? {} : { clientId }),
      ip: request.ip,
      details:
        error instanceof RegistrationPolicyError
          ? { client_registration_policy: error.policy }
          : { reason: error.message },
    })
    throw error
  }
}

/** What the model refuses are metadata that cannot be used (RFC 7591, section 3.2.2). */
function toRegistrationError(cause: unknown): OAuthError {
  if (cause instanceof OAuthError) return cause
  if (cause instanceof Conflict) return invalidMetadata('Client Identifier in use')
  if (cause instanceof InvalidInput) {
    return cause.field === 'redirectUris'
      ? new OAuthError('invalid_redirect_uri', cause.code)
      : invalidMetadata(cause.code)
  }
  if (cause instanceof NotFound && cause.kind !== 'client') return invalidMetadata(cause.message)
  throw cause
}
