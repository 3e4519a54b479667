import {
  type ComponentTypeRepresentation,
  createInitialAccess as createInitialAccessDeclaration,
  deleteInitialAccess as deleteInitialAccessDeclaration,
  type InitialAccessRepresentation,
  listInitialAccess as listInitialAccessDeclaration,
  listRegistrationPolicies,
  regenerateRegistrationAccessToken,
} from '@ztrust/contract/admin/client-registration'
import { NotFound, OAuthError } from '../../kernel/error.ts'
import { findClientById } from '../../model/client/client.store.ts'
import { createInitialAccess, deleteInitialAccess, listInitialAccess } from '../../model/client/initial-access.store.ts'
import type { InitialAccess } from '../../model/client/initial-access.ts'
import { writeRegistrationToken } from '../../model/client/registration-token.store.ts'
import { maskedSecret } from '../../model/component/component-secrets.ts'
import { recordAdminEvent } from '../../model/event/record-event.ts'
import { representClient } from '../../oauth/represent-client.ts'
import { describeProperty } from '../../spi/describe-property.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import type { Tx } from '../../storage/db.ts'
import { transact } from '../../storage/transact.ts'
import { initialAccessType, registrationAccessType, signRegistrationToken } from './registration-token.ts'

export const administrationEndpoints = [
  implement(listInitialAccessDeclaration, async (_request, { server, realm }) =>
    json((await listInitialAccess(server.storage, realm.realm.id)).map(toRepresentation)),
  ),

  implement(createInitialAccessDeclaration, async ({ body }, context) => {
    const { server, realm } = context
    const { expiration = 0, count = 1, webOrigins = [] } = body
    if (expiration < 0) {
      const description = 'The expiration time interval cannot be less than 0'
      throw new OAuthError('Invalid value for expiration', description)
    }
    if (count < 0) throw new OAuthError('Invalid value for count', 'The count cannot be less than 0')
    const access = await transact(server.storage, async (tx) => {
      const made = await createInitialAccess(tx, realm.realm.id, { count, lifespan: expiration })
      await recordChange(tx, context, 'CREATE', 'CLIENT_INITIAL_ACCESS_MODEL', ['clients-initial-access', made.id])
      return made
    })
    const expiresAt = expiration === 0 ? 0 : Math.floor(access.createdAt / 1000) + expiration
    const claims = { type: initialAccessType, id: access.id, expiresAt, origins: webOrigins } as const
    const token = await signRegistrationToken(context, claims)
    const path = `/admin/realms/${encodeURIComponent(realm.realm.name)}/clients-initial-access/${access.id}`
    return json({ ...toRepresentation(access), token }, 201, { location: `${server.urls.base}${path}` })
  }),

  implement(deleteInitialAccessDeclaration, async ({ params }, context) => {
    await transact(context.server.storage, async (tx) => {
      // As in Keycloak, what is gone already is no error.
      if (!(await deleteInitialAccess(tx, context.realm.realm.id, params.id))) return
      await recordChange(tx, context, 'DELETE', 'CLIENT_INITIAL_ACCESS_MODEL', ['clients-initial-access', params.id])
    })
    return empty()
  }),

  implement(regenerateRegistrationAccessToken, async ({ params }, context) => {
    const { server, realm } = context
    const client = await findClientById(server.storage, realm.realm.id, params.id)
    if (!client) throw new NotFound('client', 'Could not find client')
    const id = server.ids.uuid()
    await transact(server.storage, async (tx) => {
      await writeRegistrationToken(tx, client, id)
      const path = ['clients', client.id, 'registration-access-token']
      await recordChange(tx, context, 'ACTION', 'CLIENT', path)
    })
    const claims = {
      type: registrationAccessType,
      id,
      expiresAt: 0,
      origins: [],
      authentication: 'authenticated',
    } as const
    const registrationAccessToken = await signRegistrationToken(context, claims)
    const representation = await representClient(realm, client)
    return json({ ...representation, ...(client.hasSecret ? { secret: maskedSecret } : {}), registrationAccessToken })
  }),

  implement(listRegistrationPolicies, async (_request, context) =>
    json(
      [...context.server.registry.registrationPolicies.values()].map(
        (policy): ComponentTypeRepresentation => ({
          id: policy.id,
          helpText: policy.helpText,
          properties: policy.properties(context).map(describeProperty),
          metadata: {},
        }),
      ),
    ),
  ),
]

function toRepresentation({
  id,
  createdAt,
  lifespan,
  count,
  remainingCount,
}: InitialAccess): InitialAccessRepresentation {
  return { id, timestamp: Math.floor(createdAt / 1000), expiration: lifespan, count, remainingCount }
}

async function recordChange(
  tx: Tx,
  { caller, realm, request, server }: CallerContext,
  operation: 'CREATE' | 'DELETE' | 'ACTION',
  resourceType: string,
  path: readonly string[],
): Promise<void> {
  const change = {
    operation,
    resourceType,
    resourcePath: path.join('/'),
    authRealmId: caller.realm.realm.id,
    authClientId: caller.client.client.id,
    authUserId: caller.user.id,
    authSessionId: caller.sessionId,
    ip: request.ip,
  }
  await recordAdminEvent(tx, realm, change, server)
}
