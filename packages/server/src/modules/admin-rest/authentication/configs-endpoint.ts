import {
  createAuthenticatorConfig,
  deleteAuthenticatorConfig as deleteConfigDeclaration,
  getAuthenticatorConfig,
  getExecutionConfig,
  updateAuthenticatorConfig as updateConfigDeclaration,
} from '@ztrust/contract/admin/authenticator-configs'
import { Conflict } from '../../../kernel/error.ts'
import {
  deleteAuthenticatorConfig,
  findAuthenticatorConfig,
  insertAuthenticatorConfigs,
  updateAuthenticatorConfig,
  updateExecution,
} from '../../../model/flow/flow.store.ts'
import type { AuthenticatorConfig } from '../../../model/flow/flow.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import type { Tx } from '../../../storage/db.ts'
import { transact } from '../../../storage/transact.ts'
import { addressOf } from '../admin-context.ts'
import { recordChange } from '../record-change.ts'
import { requireAlias, requireName } from './require-alias.ts'
import { requireConfig, requireExecution } from './require-in-realm.ts'
import { toConfigRepresentation } from './to-representation.ts'

const configType = 'AUTHENTICATOR_CONFIG'
const pathOf = (...parts: string[]) => ['authentication', ...parts]

export const configsEndpoints = [
  implement(createAuthenticatorConfig, async ({ params, body }, context) => {
    const { server, realm } = context
    const realmId = realm.realm.id
    const config = await transact(server.storage, async (tx) => {
      const execution = await requireExecution(tx, realmId, params.id)
      const alias = requireAlias(body.alias, emptyAlias)
      await refuseTaken(tx, realmId, alias)
      const made: AuthenticatorConfig = { id: tx.ids.ordered(), realmId, alias, config: toTexts(body.config ?? {}) }
      await insertAuthenticatorConfigs(tx, [made])
      await updateExecution(tx, { ...execution, configId: made.id })
      // An execution has one; nobody else knows of the one before.
      if (execution.configId !== undefined) await deleteAuthenticatorConfig(tx, realmId, execution.configId)
      const representation = toConfigRepresentation(made)
      const path = pathOf('executions', execution.id, 'config')
      await recordChange(tx, context, { operation: 'CREATE', resourceType: configType, path, representation })
      return made
    })
    return created(addressOf(context, ...pathOf('executions', params.id, 'config', config.id)))
  }),

  implement(getExecutionConfig, async ({ params }, { server, realm }) =>
    json(toConfigRepresentation(await requireConfig(server.storage, realm.realm.id, params.id))),
  ),

  implement(getAuthenticatorConfig, async ({ params }, { server, realm }) =>
    json(toConfigRepresentation(await requireConfig(server.storage, realm.realm.id, params.id))),
  ),

  implement(updateConfigDeclaration, async ({ params, body }, context) => {
    const { server, realm } = context
    await transact(server.storage, async (tx) => {
      const config = await requireConfig(tx, realm.realm.id, params.id)
      const alias = body.alias === undefined ? config.alias : requireName(body.alias, emptyAlias)
      if (alias !== config.alias) await refuseTaken(tx, realm.realm.id, alias)
      await updateAuthenticatorConfig(tx, {
        ...config,
        alias,
        ...(body.config === undefined ? {} : { config: toTexts(body.config) }),
      })
      const path = pathOf('config', config.id)
      await recordChange(tx, context, { operation: 'UPDATE', resourceType: configType, path, representation: body })
    })
    return empty()
  }),

  implement(deleteConfigDeclaration, async ({ params }, context) => {
    const { server, realm } = context
    await transact(server.storage, async (tx) => {
      const config = await requireConfig(tx, realm.realm.id, params.id)
      await deleteAuthenticatorConfig(tx, realm.realm.id, config.id)
      const path = pathOf('config', config.id)
      await recordChange(tx, context, { operation: 'DELETE', resourceType: configType, path })
    })
    return empty()
  }),
]

const emptyAlias = 'Failed to create authentication execution configuration with empty alias name'

async function refuseTaken(tx: Tx, realmId: string, alias: string): Promise<void> {
  if (!(await findAuthenticatorConfig(tx, realmId, { alias }))) return
  throw new Conflict('authenticator config', 'alias', `Authentication execution configuration ${alias} already exists`)
}

/** Keycloak keeps no setting that is empty. */
function toTexts(config: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''),
  )
}
