import { BadRequest, NotFound } from '../../../kernel/error.ts'
import { findAuthenticatorConfig, findExecution, findFlow, findFlowByAlias } from '../../../model/flow/flow.store.ts'
import type { AuthenticatorConfig, Execution, Flow } from '../../../model/flow/flow.ts'
import type { Db } from '../../../storage/db.ts'

/** All of these look in one realm only, and throw `NotFound` in Keycloak's words. */
export async function requireFlow(db: Db, realmId: string, id: string, message: string): Promise<Flow> {
  const flow = await findFlow(db, realmId, id)
  if (!flow) throw new NotFound('flow', message)
  return flow
}

export async function requireFlowNamed(db: Db, realmId: string, alias: string, message: string): Promise<Flow> {
  const flow = await findFlowByAlias(db, realmId, alias)
  if (!flow) throw new NotFound('flow', message)
  return flow
}

export async function requireExecution(db: Db, realmId: string, id: string): Promise<Execution> {
  const execution = await findExecution(db, realmId, id)
  if (!execution) throw new NotFound('execution', 'Illegal execution')
  return execution
}

export async function requireConfig(db: Db, realmId: string, id: string): Promise<AuthenticatorConfig> {
  const config = await findAuthenticatorConfig(db, realmId, { id })
  if (!config) throw new NotFound('authenticator config', 'Could not find authenticator config')
  return config
}

/** What is built in keeps its executions. `what`: "add execution to", as Keycloak puts it. */
export function refuseBuiltIn({ builtIn }: Flow, what: string): void {
  if (builtIn) throw new BadRequest(`It is illegal to ${what} a built in flow`)
}
