import type { FlowContext } from '../../spi/authenticator.ts'
import { condition } from './condition.ts'

const keys = { flow: 'flow_to_check', result: 'check_result' } as const
const results = { executed: 'executed', notExecuted: 'not-executed' } as const

/** Was another sub-flow done in this sign-in? Put it after the sub-flow that it asks about. */
export const conditionalSubFlowExecutedAuthenticator = condition({
  id: 'conditional-sub-flow-executed',
  displayName: 'Condition - sub-flow executed',
  helpText: 'Condition to evaluate if a sub-flow was executed successfully during the authentication process',
  requiresUser: false,
  config: [
    {
      name: keys.flow,
      label: 'Flow name',
      helpText: 'The sub-flow name to check if it was executed.',
      type: 'String',
      required: true,
    },
    {
      name: keys.result,
      label: 'Check result',
      helpText:
        "'executed': the condition holds when the sub-flow was done with success. 'not-executed': when it was not.",
      type: 'List',
      defaultValue: results.executed,
      options: [results.executed, results.notExecuted],
      required: true,
    },
  ],
  holds,
})

async function holds({ realm, config, session }: FlowContext): Promise<boolean> {
  const flow = realm.flowByAlias(config[keys.flow] ?? '')
  const execution = flow && realm.executionOfSubFlow(flow.id)
  if (!execution) return false
  const isExecuted = session.state.executions[execution.id] === 'SUCCESS'
  return isExecuted === (config[keys.result] !== results.notExecuted)
}
