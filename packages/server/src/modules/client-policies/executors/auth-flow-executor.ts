import { InvalidInput } from '../../../kernel/error.ts'
import { readText } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyExecutor } from '../../../spi/client-policy.ts'

export const authFlowExecutor: ClientPolicyExecutor = {
  id: 'auth-flow-enforcer',
  helpText: '',
  properties: [
    {
      name: 'auth-flow-alias',
      label: 'Auth Flow Alias',
      helpText: 'Insert the alias of the authentication flow',
      type: 'String',
    },
    {
      name: 'auth-flow-loa',
      label: 'Auth Flow Loa',
      helpText: 'Insert the loa to enforce when the selected authentication flow is executed',
      type: 'Integer',
      defaultValue: 1,
    },
  ],
  prepare(configuration) {
    const alias = readText(configuration, 'auth-flow-alias')
    const level = readText(configuration, 'auth-flow-loa')
    if (level !== undefined && !/^-?\d{1,9}$/.test(level)) {
      throw new InvalidInput('auth-flow-loa', 'error-invalid-value', [level])
    }
    if (alias === undefined) return {}
    const browserFlow = { alias, ...(level === undefined ? {} : { level: Number(level) }) }
    return { AUTHORIZATION_REQUEST: () => ({ browserFlow }) }
  },
}
