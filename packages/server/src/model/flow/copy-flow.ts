import type { Tx } from '../../storage/db.ts'
import {
  insertAuthenticatorConfigs,
  insertExecutions,
  insertFlows,
  listAuthenticatorConfigs,
  listExecutions,
  listFlows,
} from './flow.store.ts'
import type { AuthenticatorConfig, Execution, Flow } from './flow.ts'

/**
 * Copies a flow with its sub-flows, executions and configurations. The copy is not built in; what is below it is called
 * as in Keycloak: the new alias in front of the old one. Throws Conflict when an alias is taken.
 */
export async function copyFlow(tx: Tx, flow: Flow, alias: string): Promise<Flow> {
  const { realmId } = flow
  const flows = new Map((await listFlows(tx, realmId)).map((one) => [one.id, one]))
  const executions = Map.groupBy(await listExecutions(tx, realmId), (execution) => execution.flowId)
  const configs = new Map((await listAuthenticatorConfigs(tx, realmId)).map((config) => [config.id, config]))
  const made = { flows: [] as Flow[], executions: [] as Execution[], configs: [] as AuthenticatorConfig[] }

  const copyTree = (source: Flow, newAlias: string): Flow => {
    const copied = { ...source, id: tx.ids.ordered(), alias: newAlias, builtIn: false }
    made.flows.push(copied)
    for (const execution of executions.get(source.id) ?? []) made.executions.push(copyExecution(execution, copied.id))
    return copied
  }
  const copyExecution = ({ configId, subFlowId, ...execution }: Execution, flowId: string): Execution => {
    const config = configId === undefined ? undefined : configs.get(configId)
    const copiedConfig = config && { ...config, id: tx.ids.ordered(), alias: `${alias} ${config.alias}` }
    if (copiedConfig) made.configs.push(copiedConfig)
    const subFlow = subFlowId === undefined ? undefined : flows.get(subFlowId)
    return {
      ...execution,
      id: tx.ids.ordered(),
      flowId,
      ...(copiedConfig ? { configId: copiedConfig.id } : {}),
      ...(subFlow ? { subFlowId: copyTree(subFlow, `${alias} ${subFlow.alias}`).id } : {}),
    }
  }

  const copy = copyTree(flow, alias)
  await insertFlows(tx, made.flows)
  await insertAuthenticatorConfigs(tx, made.configs)
  await insertExecutions(tx, made.executions)
  return copy
}
