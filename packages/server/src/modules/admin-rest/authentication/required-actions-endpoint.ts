import {
  deleteRequiredAction as deleteDeclaration,
  describeRequiredActionConfig,
  getRequiredAction,
  getRequiredActionConfig,
  listCredentialRegistrators,
  listRequiredActions as listDeclaration,
  listUnregisteredRequiredActions,
  lowerRequiredActionPriority,
  type RequiredActionProviderRepresentation,
  raiseRequiredActionPriority,
  registerRequiredAction,
  removeRequiredActionConfig,
  updateRequiredAction as updateDeclaration,
  updateRequiredActionConfig,
} from '@ztrust/contract/admin/required-actions'
import { BadRequest, NotFound, OAuthError } from '../../../kernel/error.ts'
import { withoutUndefined } from '../../../kernel/without-undefined.ts'
import {
  deleteRequiredAction,
  insertRequiredActions,
  listRequiredActions,
  updateRequiredAction,
} from '../../../model/flow/flow.store.ts'
import type { RequiredActionSetting } from '../../../model/flow/flow.ts'
import { swapPlaces } from '../../../model/flow/move-execution.ts'
import { nameRequiredAction } from '../../../model/realm/default-required-actions.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { empty, json } from '../../../spi/reply.ts'
import type { Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import type { AdminContext } from '../admin-context.ts'
import { type Change, recordChange } from '../record-change.ts'
import { findActionProperties, requireActionProperties, toActionConfig } from './required-action-config.ts'
import { toPropertyRepresentation } from './to-representation.ts'

export const requiredActionsEndpoints = [
  implement(listDeclaration, async (_, { realm }) => json(realm.requiredActions.map(toRepresentation))),

  implement(getRequiredAction, async ({ params }, { realm }) => {
    const action = realm.requiredActions.find((candidate) => candidate.alias === params.alias)
    if (!action) throw new NotFound('required action', 'Failed to find required action')
    return json(toRepresentation(action))
  }),

  implement(updateDeclaration, async ({ params, body }, context) => {
    const { alias, name, enabled, defaultAction, priority, config } = body
    const texts =
      config && Object.entries(config).flatMap(([key, text]) => (text === null ? [] : [[key, text] as const]))
    await changeAction(context, params.alias, { representation: body }, async (tx, action) => {
      await updateRequiredAction(tx, {
        ...action,
        ...withoutUndefined({ alias, name, enabled, defaultAction, priority }),
        ...(texts ? { config: Object.fromEntries(texts) } : {}),
      })
    })
    return empty()
  }),

  implement(deleteDeclaration, async ({ params }, context) => {
    const change = { operation: 'DELETE', ending: '.' } as const
    await changeAction(context, params.alias, change, (tx, { realmId, id }) => deleteRequiredAction(tx, realmId, id))
    return empty()
  }),

  implement(raiseRequiredActionPriority, async ({ params }, context) => {
    await changeAction(context, params.alias, { below: 'raise-priority', ending: '.' }, moveUp)
    return empty()
  }),

  implement(lowerRequiredActionPriority, async ({ params }, context) => {
    await changeAction(context, params.alias, { below: 'lower-priority', ending: '.' }, moveDown)
    return empty()
  }),

  implement(describeRequiredActionConfig, async ({ params }, { server, realm }) => {
    const action = realm.requiredActions.find((candidate) => candidate.alias === params.alias)
    const properties = action && findActionProperties(server.registry, action.providerId)
    if (!properties) throw new NotFound('required action', 'Could not find configurable RequiredAction provider')
    return json({ properties: properties.map(toPropertyRepresentation) })
  }),

  implement(getRequiredActionConfig, async ({ params }, context) => {
    requireConfigurable(context, params.alias)
    const action = context.realm.requiredActions.find((candidate) => candidate.alias === params.alias)
    return json({ config: { ...action?.config } })
  }),

  implement(updateRequiredActionConfig, async ({ params, body }, context) => {
    const config = toActionConfig(body.config ?? {}, requireConfigurable(context, params.alias))
    const change = { resourceType: 'REQUIRED_ACTION_CONFIG', below: 'config', representation: body } as const
    await changeAction(context, params.alias, change, (tx, action) => updateRequiredAction(tx, { ...action, config }))
    return empty()
  }),

  implement(removeRequiredActionConfig, async ({ params }, context) => {
    requireConfigurable(context, params.alias)
    const change = { operation: 'DELETE', resourceType: 'REQUIRED_ACTION_CONFIG', below: 'config' } as const
    await changeAction(context, params.alias, change, (tx, action) =>
      updateRequiredAction(tx, { ...action, config: {} }),
    )
    return empty()
  }),

  implement(listUnregisteredRequiredActions, async (_, { server, realm }) => {
    const registered = new Set(realm.requiredActions.map((action) => action.providerId))
    const absent = [...server.registry.requiredActions.keys()].filter((id) => !registered.has(id))
    return json(absent.map((providerId) => ({ providerId, name: nameRequiredAction(providerId) })))
  }),

  implement(listCredentialRegistrators, async (_, { server, realm }) => {
    const registers = (providerId: string) => server.registry.requiredActions.get(providerId)?.registersCredential
    const ids = realm.requiredActions.filter((action) => action.enabled).map((action) => action.providerId)
    return json(ids.filter(registers))
  }),

  implement(registerRequiredAction, async ({ body }, context) => {
    const { server, realm } = context
    const { providerId = '', name } = body
    if (!server.registry.requiredActions.has(providerId)) {
      throw new BadRequest('Required Action Provider with given providerId not found')
    }
    await transact(server.storage, async (tx) => {
      const existing = await listRequiredActions(tx, realm.realm.id)
      if (existing.some((action) => action.alias === providerId)) {
        const description = 'A Required Action Provider with given alias already exists.'
        throw new OAuthError('conflict', description, { status: 409 })
      }
      const action: RequiredActionSetting = {
        id: tx.ids.ordered(),
        realmId: realm.realm.id,
        alias: providerId,
        providerId,
        name: name ?? nameRequiredAction(providerId),
        enabled: true,
        defaultAction: false,
        priority: (existing.at(-1)?.priority ?? 0) + 1,
        config: {},
      }
      await insertRequiredActions(tx, [action])
      await recordChange(tx, context, {
        operation: 'CREATE',
        resourceType: 'REQUIRED_ACTION',
        path: ['authentication', 'register-required-action'],
        representation: { ...body, id: action.id },
      })
    })
    return empty()
  }),
]

function toRepresentation(action: RequiredActionSetting): RequiredActionProviderRepresentation {
  const { alias, name, providerId, enabled, defaultAction, priority, config } = action
  return { alias, name, providerId, enabled, defaultAction, priority, config: { ...config } }
}

function requireConfigurable({ server, realm }: AdminContext, alias: string) {
  const action = realm.requiredActions.find((candidate) => candidate.alias === alias)
  // Keycloak asks for the provider of that name first.
  const properties = requireActionProperties(server.registry, action?.providerId ?? alias)
  if (!action) throw new NotFound('required action', 'Could not find RequiredAction config')
  return properties
}

interface ActionChange {
  readonly operation?: Change['operation']
  readonly resourceType?: Change['resourceType']
  readonly below?: string
  readonly representation?: unknown
  /** Keycloak ends its sentence for some operations only. */
  readonly ending?: string
}

/** Does something to a required action as it is stored now. */
async function changeAction(
  context: AdminContext,
  alias: string,
  { operation = 'UPDATE', resourceType = 'REQUIRED_ACTION', below, representation, ending = '' }: ActionChange,
  work: (tx: Tx, action: RequiredActionSetting, all: readonly RequiredActionSetting[]) => Promise<unknown>,
): Promise<void> {
  await transact(context.server.storage, async (tx) => {
    const all = await listRequiredActions(tx, context.realm.realm.id)
    const action = all.find((candidate) => candidate.alias === alias)
    if (!action) throw new NotFound('required action', `Failed to find required action${ending}`)
    await work(tx, action, all)
    const path = ['authentication', 'required-actions', action.alias, ...(below === undefined ? [] : [below])]
    await recordChange(tx, context, { operation, resourceType, path, representation })
  })
}

const move =
  (direction: 'up' | 'down') =>
  async (tx: Tx, action: RequiredActionSetting, all: readonly RequiredActionSetting[]): Promise<void> => {
    for (const moved of swapPlaces(all, action.id, direction)) await updateRequiredAction(tx, moved)
  }
const moveUp = move('up')
const moveDown = move('down')
