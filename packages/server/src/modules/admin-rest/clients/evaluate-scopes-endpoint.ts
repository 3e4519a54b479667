import {
  evaluateGrantedRoles,
  evaluateNotGrantedRoles,
  evaluateProtocolMappers,
  generateExampleAccessToken,
  generateExampleIdToken,
  generateExampleUserInfo,
  type ProtocolMapperEvaluationRepresentation,
} from '@ztrust/contract/admin/evaluate-scopes'
import { viewUsers } from '@ztrust/contract/admin/permissions'
import { AccessDenied, NotFound } from '../../../kernel/error.ts'
import type { ProtocolMapper } from '../../../model/client-scope/client-scope.ts'
import type { ClientSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { listRoles } from '../../../model/role/role.store.ts'
import type { Role } from '../../../model/role/role.ts'
import { findUserById } from '../../../model/user/user.store.ts'
import { resolveScopes } from '../../../oauth/requested-scopes.ts'
import { selectVisibleRoles } from '../../../oauth/visible-roles.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { json } from '../../../spi/reply.ts'
import type { Claims } from '../../../spi/token-issue.ts'
import type { AdminContext } from '../admin-context.ts'
import { requireClient } from '../find-in-realm.ts'
import { toRoleList } from '../roles/to-representation.ts'
import { type Example, exampleAccessToken, exampleIdToken, exampleUserInfo, imagineSignIn } from './example-token.ts'

/** Which token would this user get from this client: by the same code that makes tokens. */
export const evaluateScopesEndpoints = [
  implement(evaluateProtocolMappers, async ({ params, query }, context) => {
    const snapshot = await requireSnapshot(context, params.id)
    const { client, mappers } = snapshot
    const own = mappers.map((mapper) => toEvaluation(mapper, client.id, client.clientId, 'client'))
    const ofScopes = resolveScopes(snapshot, query.scope).scopes.flatMap(({ id, name }) =>
      context.realm.mappersOfScope(id).map((mapper) => toEvaluation(mapper, id, name, 'client-scope')),
    )
    return json([...own, ...ofScopes])
  }),

  implement(evaluateGrantedRoles, async ({ params, query }, context) => {
    const { granted } = await evaluateRoles(context, params, query.scope)
    return json(await toRoleList(context, granted))
  }),

  implement(evaluateNotGrantedRoles, async ({ params, query }, context) => {
    const { granted, all } = await evaluateRoles(context, params, query.scope)
    const ids = new Set(granted.map(({ id }) => id))
    return json(
      await toRoleList(
        context,
        all.filter(({ id }) => !ids.has(id)),
      ),
    )
  }),

  implement(generateExampleAccessToken, async ({ params, query }, context) =>
    json(narrow(await exampleAccessToken(await imagine(context, params.id, query)), query.audience)),
  ),

  implement(generateExampleIdToken, async ({ params, query }, context) =>
    json(await exampleIdToken(await imagine(context, params.id, query))),
  ),

  implement(generateExampleUserInfo, async ({ params, query }, context) =>
    json(await exampleUserInfo(await imagine(context, params.id, query))),
  ),
]

async function requireSnapshot(context: AdminContext, id: string): Promise<ClientSnapshot> {
  const { clientId } = await requireClient(context, id)
  const snapshot = await context.realm.client(clientId)
  if (!snapshot) throw new NotFound('client')
  return snapshot
}

async function imagine(
  context: AdminContext,
  id: string,
  { userId, scope }: { readonly userId?: string | undefined; readonly scope?: string | undefined },
): Promise<Example> {
  const client = await requireSnapshot(context, id)
  if (userId === undefined) throw new NotFound('user', 'No userId provided')
  // A token says much about its user: it is shown to who may see the user.
  if (!context.caller.can(...viewUsers)) throw new AccessDenied('view-users')
  const user = await findUserById(context.server.storage, context.realm.realm.id, userId)
  if (!user) throw new NotFound('user', 'No user found')
  return await imagineSignIn(context, client, user, scope ?? '')
}

/** Roles of the container, and those of them that the client may see for these scopes if a user has them. */
async function evaluateRoles(
  context: AdminContext,
  { id, container }: { readonly id: string; readonly container: string },
  scope: string | undefined,
): Promise<{ readonly all: readonly Role[]; readonly granted: readonly Role[] }> {
  const { server, realm } = context
  const client = await requireSnapshot(context, id)
  const isRealm = container === realm.realm.name || container === realm.realm.id
  const containerId = isRealm ? realm.realm.id : (await requireClient(context, container)).id
  const all = await listRoles(server.storage, realm.realm.id, containerId, { page: { first: 0, max: mostRoles } })
  const granted = await selectVisibleRoles(realm, client, resolveScopes(client, scope).scopes, all)
  return { all, granted }
}

/** More roles of one container are not looked at. */
const mostRoles = 10_000

/** As a token exchange for an audience would. */
function narrow(claims: Claims, audience: string | undefined): Claims {
  const known = [claims['aud']].flat()
  return audience !== undefined && known.includes(audience) ? { ...claims, aud: audience } : claims
}

function toEvaluation(
  mapper: ProtocolMapper,
  containerId: string,
  containerName: string,
  containerType: 'client' | 'client-scope',
): ProtocolMapperEvaluationRepresentation {
  const { id, name, mapper: protocolMapper } = mapper
  return { mapperId: id, mapperName: name, containerId, containerName, containerType, protocolMapper }
}
