import { type PolicyConfiguration, readFlag } from '../../../model/client-policy/client-policy.ts'
import type { ClientPolicyTest } from '../../../spi/client-policy.ts'
import type { ConfigProperty } from '../../../spi/config-property.ts'

export const negativeLogicProperty: ConfigProperty = {
  name: 'is-negative-logic',
  label: 'Negative Logic',
  helpText: "If On, the result of condition's evaluation is reverted from true to false and vice versa.",
  type: 'boolean',
  defaultValue: false,
}

/** Turns yes and no around where the configuration asks for it; nothing to say stays nothing to say. */
export function withNegativeLogic(configuration: PolicyConfiguration, test: ClientPolicyTest): ClientPolicyTest {
  if (!readFlag(configuration, 'is-negative-logic')) return test
  return async (context) => {
    const answer = await test(context)
    return answer === undefined ? undefined : !answer
  }
}
