import type * as protocolMappers from '@ztrust/contract/admin/protocol-mappers'
import { toMapperRepresentation } from '../../../oauth/represent-mapper.ts'
import { type ImplementedEndpoint, implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import type { EndpointLike } from '../endpoint-like.ts'
import {
  changeMapper,
  createMappers,
  listMappersOf,
  type MapperOwner,
  removeMapper,
  requireMapper,
} from './change-mappers.ts'

/** The endpoints for the protocol mappers of one kind of owner. */
interface MapperDeclarations {
  readonly list: EndpointLike<typeof protocolMappers.listClientMappers>
  readonly listOfProtocol: EndpointLike<typeof protocolMappers.listClientMappersOfProtocol>
  readonly get: EndpointLike<typeof protocolMappers.getClientMapper>
  readonly create: EndpointLike<typeof protocolMappers.createClientMapper>
  readonly addSeveral: EndpointLike<typeof protocolMappers.addClientMappers>
  readonly update: EndpointLike<typeof protocolMappers.updateClientMapper>
  readonly delete: EndpointLike<typeof protocolMappers.deleteClientMapper>
}

/** Implements them; `ownerOf` finds the owner by the id in the path, in the realm of the path only, or throws `NotFound`. */
export function implementMappers(
  declarations: MapperDeclarations,
  ownerOf: (context: AdminContext, id: string) => Promise<MapperOwner>,
): readonly ImplementedEndpoint[] {
  return [
    implement(declarations.list, async ({ params }, context) => {
      const mappers = await listMappersOf(context, await ownerOf(context, params.id))
      return json(mappers.map(toMapperRepresentation))
    }),

    implement(declarations.create, async ({ params, body }, context) => {
      const owner = await ownerOf(context, params.id)
      const [mapper] = await createMappers(context, owner, [body])
      return created(addressOf(context, ...owner.path, 'protocol-mappers', 'models', mapper?.id ?? ''))
    }),

    implement(declarations.addSeveral, async ({ params, body }, context) => {
      await createMappers(context, await ownerOf(context, params.id), body)
      return empty()
    }),

    implement(declarations.listOfProtocol, async ({ params }, context) => {
      const mappers = await listMappersOf(context, await ownerOf(context, params.id))
      return json(mappers.filter((mapper) => mapper.protocol === params.protocol).map(toMapperRepresentation))
    }),

    implement(declarations.get, async ({ params }, context) => {
      const owner = await ownerOf(context, params.id)
      return json(toMapperRepresentation(await requireMapper(context, context.server.storage, owner, params.mapper)))
    }),

    implement(declarations.update, async ({ params, body }, context) => {
      await changeMapper(context, await ownerOf(context, params.id), params.mapper, body)
      return empty()
    }),

    implement(declarations.delete, async ({ params }, context) => {
      await removeMapper(context, await ownerOf(context, params.id), params.mapper)
      return empty()
    }),
  ]
}
