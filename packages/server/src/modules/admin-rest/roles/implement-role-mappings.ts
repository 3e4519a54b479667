import type * as roleMappings from '@ztrust/contract/admin/role-mappings'
import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import type { Role } from '../../../model/role/role.ts'
import { type ImplementedEndpoint, implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import type { AdminContext } from '../admin-context.ts'
import type { EndpointLike } from '../endpoint-like.ts'
import { requireClient } from '../find-in-realm.ts'
import { toMappings, toRoleList } from './to-representation.ts'

/** The endpoints for the roles mapped to one kind of owner. */
interface RoleMappingDeclarations {
  readonly listAll: EndpointLike<typeof roleMappings.listUserRoleMappings>
  readonly realm: ContainerDeclarations
  readonly client: ContainerDeclarations
}

/** Those for the roles of one container: of the realm, or of the `{client}` in the path. */
interface ContainerDeclarations {
  readonly list: EndpointLike<typeof roleMappings.listUserRealmRoles | typeof roleMappings.listUserClientRoles>
  readonly available: EndpointLike<
    typeof roleMappings.listAvailableUserRealmRoles | typeof roleMappings.listAvailableUserClientRoles
  >
  readonly effective: EndpointLike<
    typeof roleMappings.listEffectiveUserRealmRoles | typeof roleMappings.listEffectiveUserClientRoles
  >
  readonly add: EndpointLike<typeof roleMappings.addUserRealmRoles | typeof roleMappings.addUserClientRoles>
  readonly remove: EndpointLike<typeof roleMappings.removeUserRealmRoles | typeof roleMappings.removeUserClientRoles>
}

/** What is done with the roles mapped to an owner. A container is named by the realm's id or by a client's. */
export interface RoleMappingOperations<Owner> {
  /** Roles mapped directly, of one container or of all. */
  list(context: AdminContext, owner: Owner, containerId?: string): Promise<readonly Role[]>
  listAvailable(context: AdminContext, owner: Owner, containerId: string): Promise<readonly Role[]>
  /** Roles mapped in the end, composites resolved. */
  listEffective(context: AdminContext, owner: Owner, containerId: string): Promise<readonly Role[]>
  /** Without a client, roles of the realm. */
  add(
    context: AdminContext,
    owner: Owner,
    clientId: string | undefined,
    named: readonly RoleRepresentation[],
  ): Promise<void>
  /** Without a list, all direct roles of the container. */
  remove(
    context: AdminContext,
    owner: Owner,
    clientId: string | undefined,
    named: readonly RoleRepresentation[] | undefined,
  ): Promise<void>
}

/** Implements them; `ownerOf` finds the owner by the id in the path, in the realm of the path only, or throws `NotFound`. */
export function implementRoleMappings<Owner>(
  declarations: RoleMappingDeclarations,
  ownerOf: (context: AdminContext, id: string) => Promise<Owner>,
  operations: RoleMappingOperations<Owner>,
): readonly ImplementedEndpoint[] {
  return [
    implement(declarations.listAll, async ({ params }, context) => {
      const owner = await ownerOf(context, params.id)
      return json(await toMappings(context, await operations.list(context, owner)))
    }),
    ...[declarations.realm, declarations.client].flatMap((container) => [
      implement(container.list, async ({ params }, context) => {
        const owner = await ownerOf(context, params.id)
        return json(
          await toRoleList(context, await operations.list(context, owner, await containerOf(context, params))),
        )
      }),

      implement(container.available, async ({ params }, context) => {
        const owner = await ownerOf(context, params.id)
        const roles = await operations.listAvailable(context, owner, await containerOf(context, params))
        return json(await toRoleList(context, roles))
      }),

      implement(container.effective, async ({ params, query }, context) => {
        const owner = await ownerOf(context, params.id)
        const roles = await operations.listEffective(context, owner, await containerOf(context, params))
        return json(await toRoleList(context, roles, query.briefRepresentation !== false))
      }),

      implement(container.add, async ({ params, body }, context) => {
        const owner = await ownerOf(context, params.id)
        await operations.add(context, owner, await clientOf(context, params), body)
        return empty()
      }),

      implement(container.remove, async ({ params, body }, context) => {
        const owner = await ownerOf(context, params.id)
        await operations.remove(context, owner, await clientOf(context, params), body)
        return empty()
      }),
    ]),
  ]
}

/** What the paths of a container's roles name; without a client, the container is the realm. */
interface ContainerParams {
  readonly id: string
  readonly client?: string
}

async function containerOf(context: AdminContext, params: ContainerParams): Promise<string> {
  return (await clientOf(context, params)) ?? context.realm.realm.id
}

async function clientOf(context: AdminContext, { client }: ContainerParams): Promise<string | undefined> {
  return client === undefined ? undefined : (await requireClient(context, client, 'Client not found')).id
}
