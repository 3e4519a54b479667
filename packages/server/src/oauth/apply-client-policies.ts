import type {
  ClientPolicyContext,
  ClientPolicyEffects,
  ClientPolicyEvent,
  ClientPolicyFacts,
} from '../spi/client-policy.ts'
import { type CompiledPolicy, compilePolicies } from './compile-client-policies.ts'
import { draftClient } from './draft-client.ts'

const none: ClientPolicyEffects = {}

/**
 * Asks the realm's client policies about a request. Throws what an executor refuses with; gives what follows from those
 * that let it pass. A realm without policies pays one look at the length of a list.
 */
export async function applyClientPolicies(
  event: ClientPolicyEvent,
  facts: ClientPolicyFacts,
): Promise<ClientPolicyEffects> {
  if (facts.realm.realm.settings.clientPolicies.length === 0) return none
  let context: ClientPolicyContext = { parameters: {}, ...facts, event }
  let effects = none
  for (const policy of compilePolicies(facts.server, facts.realm)) {
    const handlers = policy.handlers.get(event)
    if (!handlers || !(await holds(policy, context))) continue
    for (const handle of handlers) {
      const made = await handle(context)
      if (!made) continue
      effects = { ...effects, ...made }
      // Those after it see the client as this one left it.
      if (made.client && context.draft) {
        const { current } = context.draft
        context = { ...context, draft: draftClient(made.client, current) }
      }
    }
  }
  return effects
}

/** Keycloak's rule: none says no, and at least one says yes. */
async function holds({ tests }: CompiledPolicy, context: ClientPolicyContext): Promise<boolean> {
  let isNamed = false
  for (const test of tests) {
    const answer = await test(context)
    if (answer === false) return false
    isNamed ||= answer === true
  }
  return isNamed
}
