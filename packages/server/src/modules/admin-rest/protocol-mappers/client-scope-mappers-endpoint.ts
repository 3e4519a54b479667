import {
  addClientScopeMappers,
  createClientScopeMapper,
  deleteClientScopeMapper,
  getClientScopeMapper,
  listClientScopeMappers,
  listClientScopeMappersOfProtocol,
  updateClientScopeMapper,
} from '@ztrust/contract/admin/protocol-mappers'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { requireClientScope } from '../find-in-realm.ts'
import {
  changeMapper,
  createMappers,
  listMappersOf,
  type MapperOwner,
  removeMapper,
  requireMapper,
} from './change-mappers.ts'
import { toMapperRepresentation } from './to-representation.ts'

export const clientScopeMappersEndpoints = [
  implement(listClientScopeMappers, async ({ params }, context) => {
    const mappers = await listMappersOf(context, await ownerOf(context, params.id))
    return json(mappers.map(toMapperRepresentation))
  }),

  implement(createClientScopeMapper, async ({ params, body }, context) => {
    const owner = await ownerOf(context, params.id)
    const [mapper] = await createMappers(context, owner, [body])
    return created(addressOf(context, ...owner.path, 'protocol-mappers', 'models', mapper?.id ?? ''))
  }),

  implement(addClientScopeMappers, async ({ params, body }, context) => {
    await createMappers(context, await ownerOf(context, params.id), body)
    return empty()
  }),

  implement(listClientScopeMappersOfProtocol, async ({ params }, context) => {
    const mappers = await listMappersOf(context, await ownerOf(context, params.id))
    return json(mappers.filter((mapper) => mapper.protocol === params.protocol).map(toMapperRepresentation))
  }),

  implement(getClientScopeMapper, async ({ params }, context) => {
    const owner = await ownerOf(context, params.id)
    return json(toMapperRepresentation(await requireMapper(context, context.server.storage, owner, params.mapper)))
  }),

  implement(updateClientScopeMapper, async ({ params, body }, context) => {
    await changeMapper(context, await ownerOf(context, params.id), params.mapper, body)
    return empty()
  }),

  implement(deleteClientScopeMapper, async ({ params }, context) => {
    await removeMapper(context, await ownerOf(context, params.id), params.mapper)
    return empty()
  }),
]

async function ownerOf(context: AdminContext, id: string): Promise<MapperOwner> {
  const scope = await requireClientScope(context, id)
  return { container: { clientScopeId: scope.id }, path: ['client-scopes', scope.id] }
}
