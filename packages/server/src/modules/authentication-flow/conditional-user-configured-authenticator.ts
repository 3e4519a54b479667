import type { Execution } from '../../model/flow/flow.ts'
import type { Authenticator, FlowContext } from '../../spi/authenticator.ts'

/** Has the user set up what this sub-flow asks for: all that is required in it, or one of its alternatives? */
export const conditionalUserConfiguredAuthenticator: Authenticator = {
  id: 'conditional-user-configured',
  displayName: 'Condition - user configured',
  helpText: 'Executes the current flow only if authenticators are configured',
  requiresUser: false,
  config: [],
  requirements: ['REQUIRED', 'DISABLED'],
  condition: (context) => isFlowConfigured(context, context.execution.flowId, 0),
  isConfiguredFor: async () => true,
  authenticate: async () => ({ kind: 'attempted' }),
  action: async () => ({ kind: 'attempted' }),
}

async function isFlowConfigured(context: FlowContext, flowId: string, depth: number): Promise<boolean> {
  if (depth > 20) return false
  const enabled = context.realm
    .executions(flowId)
    .filter((execution) => execution.requirement !== 'DISABLED' && !isCondition(context, execution))
  const required = enabled.filter((execution) => execution.requirement === 'REQUIRED')
  const alternatives = enabled.filter((execution) => execution.requirement === 'ALTERNATIVE')
  const isConfigured = (execution: Execution) => isExecutionConfigured(context, execution, depth)
  if (required.length > 0) {
    for (const execution of required) if (!(await isConfigured(execution))) return false
    return true
  }
  for (const execution of alternatives) if (await isConfigured(execution)) return true
  return alternatives.length === 0
}

async function isExecutionConfigured(context: FlowContext, execution: Execution, depth: number): Promise<boolean> {
  if (execution.authenticator === undefined) {
    return execution.subFlowId !== undefined && isFlowConfigured(context, execution.subFlowId, depth + 1)
  }
  const authenticator = context.server.registry.authenticators.get(execution.authenticator)
  if (!authenticator) return false
  if (!context.user) return !authenticator.requiresUser
  const config = context.realm.authenticatorConfig(execution.configId ?? '')?.config ?? {}
  return authenticator.isConfiguredFor(context.user, { ...context, execution, config })
}

function isCondition(context: FlowContext, execution: Execution): boolean {
  if (execution.authenticator === undefined) return false
  return context.server.registry.authenticators.get(execution.authenticator)?.condition !== undefined
}
