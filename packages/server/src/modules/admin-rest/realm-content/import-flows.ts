import type { ImportedConfig, ImportedFlow } from '@ztrust/contract/admin/realm-content'
import { InvalidInput } from '../../../kernel/error.ts'
import {
  deleteAuthenticatorConfig,
  deleteExecution,
  deleteFlow,
  insertAuthenticatorConfigs,
  insertExecutions,
  insertFlows,
  listAuthenticatorConfigs,
  listExecutions,
  listFlows,
  updateFlow,
} from '../../../model/flow/flow.store.ts'
import type { AuthenticatorConfig, Execution, Flow } from '../../../model/flow/flow.ts'
import { toMapperConfig } from '../../../oauth/insert-new-mappers.ts'
import type { RealmDraft } from './realm-draft.ts'

/**
 * Makes flows, or rebuilds those that have their aliases; built-in ones that the file does not have stay. Sub-flows that
 * nothing leads to any more go. Throws `InvalidInput` for an execution of a flow or configuration that is nowhere.
 */
export async function importFlows(
  draft: RealmDraft,
  flows: readonly ImportedFlow[],
  configs: readonly ImportedConfig[],
): Promise<void> {
  const { tx, realm } = draft
  const ids = new Map((await listFlows(tx, realm.id)).map((flow) => [flow.alias, flow.id]))
  for (const body of flows) {
    const flow = toFlow(body, realm.id, ids.get(body.alias) ?? body.id ?? tx.ids.uuid())
    if (ids.has(body.alias)) {
      await updateFlow(tx, flow)
      for (const { id } of await listExecutions(tx, realm.id, flow.id)) await deleteExecution(tx, realm.id, id)
    } else await insertFlows(tx, [flow])
    ids.set(flow.alias, flow.id)
  }
  const configIds = await importConfigs(draft, configs)
  const executions = flows.flatMap((flow) => toExecutions(draft, flow, ids, configIds))
  await insertExecutions(tx, executions)
  await deleteLooseFlows(draft)
}

function toFlow(body: ImportedFlow, realmId: string, id: string): Flow {
  return {
    id,
    realmId,
    alias: body.alias,
    ...(body.description === undefined ? {} : { description: body.description }),
    providerId: body.providerId ?? 'basic-flow',
    topLevel: body.topLevel ?? false,
    builtIn: body.builtIn ?? false,
  }
}

/** Ids of configurations by alias. */
async function importConfigs(
  { tx, realm }: RealmDraft,
  configs: readonly ImportedConfig[],
): Promise<ReadonlyMap<string, string>> {
  const stored = await listAuthenticatorConfigs(tx, realm.id)
  const named = new Set(configs.map((config) => config.alias))
  for (const { id, alias } of stored) if (named.has(alias)) await deleteAuthenticatorConfig(tx, realm.id, id)
  const made = configs.map(
    ({ id, alias, config }): AuthenticatorConfig => ({
      id: id ?? tx.ids.uuid(),
      realmId: realm.id,
      alias,
      config: toMapperConfig(config ?? {}),
    }),
  )
  await insertAuthenticatorConfigs(tx, made)
  return new Map([...stored, ...made].map((config) => [config.alias, config.id]))
}

function toExecutions(
  { tx, realm }: RealmDraft,
  flow: ImportedFlow,
  flowIds: ReadonlyMap<string, string>,
  configIds: ReadonlyMap<string, string>,
): readonly Execution[] {
  return (flow.authenticationExecutions ?? []).map((body, index): Execution => {
    const { authenticator, flowAlias, authenticatorConfig } = body
    const subFlowId = flowAlias === undefined ? undefined : requireId(flowIds, 'flowAlias', flowAlias)
    const configId =
      authenticatorConfig === undefined ? undefined : requireId(configIds, 'authenticatorConfig', authenticatorConfig)
    return {
      id: tx.ids.ordered(),
      realmId: realm.id,
      flowId: requireId(flowIds, 'alias', flow.alias),
      ...(authenticator === undefined ? {} : { authenticator }),
      ...(subFlowId === undefined ? {} : { subFlowId }),
      ...(configId === undefined ? {} : { configId }),
      requirement: body.requirement,
      priority: body.priority ?? index,
    }
  })
}

function requireId(ids: ReadonlyMap<string, string>, field: string, alias: string): string {
  const id = ids.get(alias)
  if (id === undefined) throw new InvalidInput(field, 'error-invalid-value', [alias])
  return id
}

async function deleteLooseFlows({ tx, realm }: RealmDraft): Promise<void> {
  for (;;) {
    const led = new Set((await listExecutions(tx, realm.id)).map((execution) => execution.subFlowId))
    const loose = (await listFlows(tx, realm.id)).find((flow) => !flow.topLevel && !led.has(flow.id))
    if (!loose) return
    await deleteFlow(tx, realm.id, loose.id)
  }
}
