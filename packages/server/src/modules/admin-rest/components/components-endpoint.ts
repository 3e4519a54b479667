import {
  createComponent,
  deleteComponent as deleteComponentDeclaration,
  getComponent,
  listComponents as listComponentsDeclaration,
  listSubComponentTypes,
  updateComponent as updateComponentDeclaration,
} from '@ztrust/contract/admin/components'
import { NotFound } from '../../../kernel/error.ts'
import {
  deleteComponent,
  findComponent,
  insertComponents,
  listComponents,
  updateComponent,
} from '../../../model/component/component.store.ts'
import type { Component } from '../../../model/component/component.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { findComponentType, listComponentTypes } from './component-types.ts'
import { prepareComponent } from './prepare-component.ts'
import { toComponentRepresentation, toComponentTypeRepresentation } from './to-representation.ts'

type Place = Pick<AdminContext, 'server' | 'realm'>

async function requireComponent({ server, realm }: Place, id: string): Promise<Component> {
  const component = await findComponent(server.storage, realm.realm.id, id)
  if (!component) throw new NotFound('component')
  return component
}

/** Keycloak's answer for a kind that there is not. */
const unknownType = () => json({ error: 'Invalid provider type or no such provider' }, 400)

export const componentsEndpoints = [
  implement(listComponentsDeclaration, async ({ query }, context) => {
    const { server, realm } = context
    const components = await listComponents(server.storage, realm.realm.id, {
      ...(query.parent === undefined ? {} : { parentId: query.parent }),
      ...(query.type === undefined ? {} : { providerType: query.type }),
      ...(query.name === undefined ? {} : { name: query.name }),
    })
    return json(
      components.map((each) =>
        toComponentRepresentation(each, findComponentType(context, each.providerType, each.providerId)),
      ),
    )
  }),

  implement(createComponent, async ({ body }, context) => {
    const { server, realm } = context
    const type = findComponentType(context, body.providerType, body.providerId)
    if (!type) return unknownType()
    const blank: Component = {
      id: server.ids.ordered(),
      realmId: realm.realm.id,
      parentId: realm.realm.id,
      providerType: type.providerType,
      providerId: type.id,
      name: body.name ?? type.id,
      config: {},
      createdAt: server.clock.now(),
    }
    const component = await prepareComponent(context, type, blank, body, true)
    await transact(server.storage, async (tx) => {
      await insertComponents(tx, [component])
      await recordChange(tx, context, { operation: 'CREATE', ...changeOf(component), representation: body })
    })
    return created(addressOf(context, 'components', component.id))
  }),

  implement(getComponent, async ({ params }, context) => {
    const component = await requireComponent(context, params.id)
    return json(
      toComponentRepresentation(component, findComponentType(context, component.providerType, component.providerId)),
    )
  }),

  implement(updateComponentDeclaration, async ({ params, body }, context) => {
    const stored = await requireComponent(context, params.id)
    const type = findComponentType(context, stored.providerType, stored.providerId)
    if (!type) return unknownType()
    const component = await prepareComponent(context, type, stored, body, false)
    await transact(context.server.storage, async (tx) => {
      if (!(await updateComponent(tx, component))) throw new NotFound('component')
      await recordChange(tx, context, { operation: 'UPDATE', ...changeOf(component), representation: body })
    })
    return empty()
  }),

  implement(deleteComponentDeclaration, async ({ params }, context) => {
    const component = await requireComponent(context, params.id)
    await transact(context.server.storage, async (tx) => {
      if (!(await deleteComponent(tx, component.realmId, component.id))) throw new NotFound('component')
      await recordChange(tx, context, { operation: 'DELETE', ...changeOf(component) })
    })
    return empty()
  }),

  implement(listSubComponentTypes, async ({ params, query }, context) => {
    await requireComponent(context, params.id)
    return json(listComponentTypes(context, query.type).map(toComponentTypeRepresentation))
  }),
]

function changeOf({ id }: Component) {
  return { resourceType: 'COMPONENT', path: ['components', id] }
}
