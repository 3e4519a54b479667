import type { Db, Tx } from '../../storage/db.ts'
import {
  fromAuthenticatorConfig,
  fromExecution,
  fromFlow,
  fromRequiredAction,
  toAuthenticatorConfig,
  toExecution,
  toFlow,
  toRequiredAction,
} from './flow.table.ts'
import type { AuthenticatorConfig, Execution, Flow, RequiredActionSetting } from './flow.ts'

/** Flows of a realm by alias, sub-flows among them. */
export async function listFlows(db: Db, realmId: string): Promise<Flow[]> {
  const rows = await db.query
    .selectFrom('authentication_flow')
    .selectAll()
    .where('realm_id', '=', realmId)
    .orderBy('alias')
    .execute()
  return rows.map(toFlow)
}

/** Executions of a realm, or of one flow, by priority. */
export async function listExecutions(db: Db, realmId: string, flowId?: string): Promise<Execution[]> {
  let query = db.query.selectFrom('authentication_execution').selectAll().where('realm_id', '=', realmId)
  if (flowId !== undefined) query = query.where('flow_id', '=', flowId)
  return (await query.orderBy('priority').orderBy('id').execute()).map(toExecution)
}

export async function listAuthenticatorConfigs(db: Db, realmId: string): Promise<AuthenticatorConfig[]> {
  const rows = await db.query
    .selectFrom('authenticator_config')
    .selectAll()
    .where('realm_id', '=', realmId)
    .orderBy('alias')
    .execute()
  return rows.map(toAuthenticatorConfig)
}

/** Required actions of a realm by priority, then name. */
export async function listRequiredActions(db: Db, realmId: string): Promise<RequiredActionSetting[]> {
  const rows = await db.query
    .selectFrom('required_action')
    .selectAll()
    .where('realm_id', '=', realmId)
    .orderBy('priority')
    .orderBy('alias')
    .execute()
  return rows.map(toRequiredAction)
}

export async function insertFlows(tx: Tx, flows: readonly Flow[]): Promise<void> {
  if (flows.length === 0) return
  await tx.query.insertInto('authentication_flow').values(flows.map(fromFlow)).execute()
  for (const { realmId } of flows) tx.realmChanged(realmId)
}

/** Flows and configurations that the executions name must exist. */
export async function insertExecutions(tx: Tx, executions: readonly Execution[]): Promise<void> {
  if (executions.length === 0) return
  await tx.query.insertInto('authentication_execution').values(executions.map(fromExecution)).execute()
  for (const { realmId } of executions) tx.realmChanged(realmId)
}

export async function insertAuthenticatorConfigs(tx: Tx, configs: readonly AuthenticatorConfig[]): Promise<void> {
  if (configs.length === 0) return
  await tx.query.insertInto('authenticator_config').values(configs.map(fromAuthenticatorConfig)).execute()
  for (const { realmId } of configs) tx.realmChanged(realmId)
}

export async function insertRequiredActions(tx: Tx, actions: readonly RequiredActionSetting[]): Promise<void> {
  if (actions.length === 0) return
  await tx.query.insertInto('required_action').values(actions.map(fromRequiredAction)).execute()
  for (const { realmId } of actions) tx.realmChanged(realmId)
}
