import { Conflict } from '../../kernel/error.ts'
import type { Db, Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
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

/** Flows of a realm in the order they were made, sub-flows among them. */
export async function listFlows(db: Db, realmId: string): Promise<Flow[]> {
  const rows = await db.query
    .selectFrom('authentication_flow')
    .selectAll()
    .where('realm_id', '=', realmId)
    .orderBy('id')
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

/** Throws Conflict for an alias that the realm has already, in Keycloak's words. */
export async function insertFlows(tx: Tx, flows: readonly Flow[]): Promise<void> {
  if (flows.length === 0) return
  const write = tx.query.insertInto('authentication_flow').values(flows.map(fromFlow)).execute()
  await orConflict(tx, write, refuseAlias)
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

export async function findFlow(db: Db, realmId: string, id: string): Promise<Flow | undefined> {
  const row = await db.query
    .selectFrom('authentication_flow')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toFlow(row)
}

export async function findFlowByAlias(db: Db, realmId: string, alias: string): Promise<Flow | undefined> {
  const row = await db.query
    .selectFrom('authentication_flow')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('alias', '=', alias)
    .executeTakeFirst()
  return row && toFlow(row)
}

export async function findAuthenticatorConfig(
  db: Db,
  realmId: string,
  where: { readonly id: string } | { readonly alias: string },
): Promise<AuthenticatorConfig | undefined> {
  const query = db.query.selectFrom('authenticator_config').selectAll().where('realm_id', '=', realmId)
  const row = await ('id' in where ? query.where('id', '=', where.id) : query.where('alias', '=', where.alias))
    .limit(1)
    .executeTakeFirst()
  return row && toAuthenticatorConfig(row)
}

export async function findExecution(db: Db, realmId: string, id: string): Promise<Execution | undefined> {
  const row = await db.query
    .selectFrom('authentication_execution')
    .selectAll()
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toExecution(row)
}

/** Writes a flow as given; false when there is none of this id in the realm. Throws Conflict for a taken alias. */
export async function updateFlow(tx: Tx, flow: Flow): Promise<boolean> {
  const { id, realm_id, ...changed } = fromFlow(flow)
  const write = tx.query
    .updateTable('authentication_flow')
    .set(changed)
    .where('realm_id', '=', realm_id)
    .where('id', '=', id)
    .executeTakeFirst()
  const { numUpdatedRows } = await orConflict(tx, write, refuseAlias)
  tx.realmChanged(realm_id)
  return numUpdatedRows > 0n
}

/** Writes an execution as given; false when there is none of this id in the realm. */
export async function updateExecution(tx: Tx, execution: Execution): Promise<boolean> {
  const { id, realm_id, ...changed } = fromExecution(execution)
  const { numUpdatedRows } = await tx.query
    .updateTable('authentication_execution')
    .set(changed)
    .where('realm_id', '=', realm_id)
    .where('id', '=', id)
    .executeTakeFirst()
  tx.realmChanged(realm_id)
  return numUpdatedRows > 0n
}

/** Writes a configuration as given; false when there is none of this id in the realm. */
export async function updateAuthenticatorConfig(tx: Tx, authenticatorConfig: AuthenticatorConfig): Promise<boolean> {
  const { id, realm_id, ...changed } = fromAuthenticatorConfig(authenticatorConfig)
  const { numUpdatedRows } = await tx.query
    .updateTable('authenticator_config')
    .set(changed)
    .where('realm_id', '=', realm_id)
    .where('id', '=', id)
    .executeTakeFirst()
  tx.realmChanged(realm_id)
  return numUpdatedRows > 0n
}

/** Writes a required action as given; false when there is none of this id in the realm. */
export async function updateRequiredAction(tx: Tx, requiredAction: RequiredActionSetting): Promise<boolean> {
  const { id, realm_id, ...changed } = fromRequiredAction(requiredAction)
  const { numUpdatedRows } = await tx.query
    .updateTable('required_action')
    .set(changed)
    .where('realm_id', '=', realm_id)
    .where('id', '=', id)
    .executeTakeFirst()
  tx.realmChanged(realm_id)
  return numUpdatedRows > 0n
}

/** Removes a flow with all that stands in it; false when there is none. */
export async function deleteFlow(tx: Tx, realmId: string, id: string): Promise<boolean> {
  for (const execution of await listExecutions(tx, realmId, id)) await removeExecution(tx, execution)
  return deleteRow(tx, 'authentication_flow', realmId, id)
}

/** Removes an execution with its configuration or the sub-flow that it stands for. */
export async function removeExecution(tx: Tx, { realmId, id, configId, subFlowId }: Execution): Promise<void> {
  await deleteExecution(tx, realmId, id)
  if (configId !== undefined) await deleteAuthenticatorConfig(tx, realmId, configId)
  if (subFlowId !== undefined) await deleteFlow(tx, realmId, subFlowId)
}

/** False when there is none. Its configuration and the sub-flow that it stands for stay. */
export function deleteExecution(tx: Tx, realmId: string, id: string): Promise<boolean> {
  return deleteRow(tx, 'authentication_execution', realmId, id)
}

/** Executions that had it have none then. */
export function deleteAuthenticatorConfig(tx: Tx, realmId: string, id: string): Promise<boolean> {
  return deleteRow(tx, 'authenticator_config', realmId, id)
}

export function deleteRequiredAction(tx: Tx, realmId: string, id: string): Promise<boolean> {
  return deleteRow(tx, 'required_action', realmId, id)
}

function refuseAlias(cause: unknown): Conflict {
  return new Conflict('flow', 'alias', 'Flow alias name already exists', cause)
}

type FlowTable = 'authentication_flow' | 'authentication_execution' | 'authenticator_config' | 'required_action'

async function deleteRow(tx: Tx, table: FlowTable, realmId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.query
    .deleteFrom(table)
    .where('realm_id', '=', realmId)
    .where('id', '=', id)
    .executeTakeFirst()
  tx.realmChanged(realmId)
  return numDeletedRows > 0n
}
