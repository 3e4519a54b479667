import type { IdentityProviderMapperRepresentation } from '@ztrust/contract/admin/identity-provider-representation'
import {
  createIdentityProviderMapper,
  deleteIdentityProviderMapper as deleteIdentityProviderMapperDeclaration,
  getIdentityProviderMapper,
  listIdentityProviderMappers as listIdentityProviderMappersDeclaration,
  listIdentityProviderMapperTypes,
  updateIdentityProviderMapper,
} from '@ztrust/contract/admin/identity-providers'
import { NotFound } from '../../../kernel/error.ts'
import type { IdentityProvider, IdentityProviderMapper } from '../../../model/identity-provider/identity-provider.ts'
import {
  deleteIdentityProviderMapper,
  findIdentityProviderMapper,
  listIdentityProviderMappers,
  saveIdentityProviderMapper,
} from '../../../model/identity-provider/identity-provider-mapper.store.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { requireIdentityProvider } from '../find-in-realm.ts'
import { recordChange } from '../record-change.ts'
import { toIdentityProviderMapper } from './from-representation.ts'
import { toIdentityProviderMapperRepresentation, toMapperTypeRepresentation } from './to-representation.ts'

const resourceType = 'IDENTITY_PROVIDER_MAPPER'
const pathOf = (alias: string, id: string) => ['identity-provider', 'instances', alias, 'mappers', id]

export const identityProviderMappersEndpoints = [
  implement(listIdentityProviderMapperTypes, async ({ params }, context) => {
    const { identityProviderMapperTypes, identityProviderTypes } = context.server.registry
    const { providerId } = await requireIdentityProvider(context, params.alias)
    const type = identityProviderTypes.get(providerId)
    const fitting = [...identityProviderMapperTypes.values()].filter((mapper) => type && mapper.fits(type))
    return json(Object.fromEntries(fitting.map((mapper) => [mapper.id, toMapperTypeRepresentation(mapper)])))
  }),

  implement(listIdentityProviderMappersDeclaration, async ({ params }, context) => {
    const provider = await requireIdentityProvider(context, params.alias)
    const mappers = await listIdentityProviderMappers(context.server.storage, provider)
    return json(mappers.map((mapper) => toIdentityProviderMapperRepresentation(mapper, provider.alias)))
  }),

  implement(createIdentityProviderMapper, async ({ params, body }, context) => {
    const provider = await requireIdentityProvider(context, params.alias)
    const mapper = toIdentityProviderMapper(body, provider, context.server.ids.uuid(), context)
    await save(context, provider, mapper, 'CREATE', body)
    return created(addressOf(context, ...pathOf(provider.alias, mapper.id)))
  }),

  implement(getIdentityProviderMapper, async ({ params }, context) => {
    const provider = await requireIdentityProvider(context, params.alias)
    return json(toIdentityProviderMapperRepresentation(await requireMapper(context, provider, params.id), params.alias))
  }),

  implement(updateIdentityProviderMapper, async ({ params, body }, context) => {
    const provider = await requireIdentityProvider(context, params.alias)
    const { id } = await requireMapper(context, provider, params.id)
    await save(context, provider, toIdentityProviderMapper(body, provider, id, context), 'UPDATE', body)
    return empty()
  }),

  implement(deleteIdentityProviderMapperDeclaration, async ({ params }, context) => {
    const provider = await requireIdentityProvider(context, params.alias)
    const path = pathOf(provider.alias, params.id)
    await transact(context.server.storage, async (tx) => {
      if (!(await deleteIdentityProviderMapper(tx, provider, params.id))) throw modelNotFound()
      await recordChange(tx, context, { operation: 'DELETE', resourceType, path })
    })
    return empty()
  }),
]

const modelNotFound = () => new NotFound('identity provider mapper', 'Model not found')

async function requireMapper(
  { server }: Pick<AdminContext, 'server'>,
  provider: IdentityProvider,
  id: string,
): Promise<IdentityProviderMapper> {
  const mapper = await findIdentityProviderMapper(server.storage, provider, { id })
  if (!mapper) throw modelNotFound()
  return mapper
}

async function save(
  context: AdminContext,
  provider: IdentityProvider,
  mapper: IdentityProviderMapper,
  operation: 'CREATE' | 'UPDATE',
  representation: IdentityProviderMapperRepresentation,
): Promise<void> {
  const path = pathOf(provider.alias, mapper.id)
  await transact(context.server.storage, async (tx) => {
    await saveIdentityProviderMapper(tx, provider, mapper)
    await recordChange(tx, context, { operation, resourceType, path, representation })
  })
}
