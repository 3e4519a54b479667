import { OAuthError } from '../../kernel/error.ts'
import { listComponents } from '../../model/component/component.store.ts'
import { type Component, registrationPolicyType } from '../../model/component/component.ts'
import { type ClientProposal, PolicyRefusal, type RegistrationPolicy } from '../../spi/registration-policy.ts'
import type { RealmContext } from '../../spi/request.ts'
import type { Authentication } from './registration-token.ts'

/** A policy of the realm with what it does. */
interface ConfiguredPolicy {
  readonly component: Component
  readonly policy: RegistrationPolicy
}

/** Refused by one of the realm's policies; the event names it. */
export class RegistrationPolicyError extends OAuthError {
  readonly policy: string
  constructor(policy: string, details: string) {
    const description = `Policy '${policy}' rejected request to client-registration service. Details: ${details}`
    super('insufficient_scope', description, { status: 403, event: 'not_allowed' })
    this.name = 'RegistrationPolicyError'
    this.policy = policy
  }
}

/** The realm's policies for these callers, in the order of their names. A kind that nobody knows refuses everything. */
export async function loadPolicies(
  { server, realm }: RealmContext,
  authentication: Authentication,
): Promise<readonly ConfiguredPolicy[]> {
  const components = await listComponents(server.storage, realm.realm.id, { providerType: registrationPolicyType })
  return components
    .filter((component) => component.subType === authentication)
    .map((component) => {
      const policy = server.registry.registrationPolicies.get(component.providerId)
      if (!policy) throw new RegistrationPolicyError(component.name, 'Unknown policy')
      return { component, policy }
    })
}

export function originsOfPolicies(policies: readonly ConfiguredPolicy[]): readonly string[] {
  return policies.flatMap(({ policy, component }) => policy.origins?.(component.config) ?? [])
}

export async function admit(context: RealmContext, policies: readonly ConfiguredPolicy[]): Promise<void> {
  for (const { policy, component } of policies) {
    await asPolicy(component, async () => policy.admit?.({ ...context, config: component.config }))
  }
}

/** The client as the policies leave it. They also look at changes (CVE-2026-9705). */
export async function review(
  context: RealmContext,
  policies: readonly ConfiguredPolicy[],
  proposal: ClientProposal,
): Promise<ClientProposal['client']> {
  let { client } = proposal
  for (const { policy, component } of policies) {
    const reviewed = await asPolicy(component, async () =>
      policy.review?.({ ...context, config: component.config }, { ...proposal, client }),
    )
    client = reviewed ?? client
  }
  return client
}

async function asPolicy<Result>({ name }: Component, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    throw error instanceof PolicyRefusal ? new RegistrationPolicyError(name, error.message) : error
  }
}
