import type { RealmRepresentation } from '@ztrust/contract/admin/realms'
import { InvalidInput } from '../../../kernel/error.ts'
import { requireKnownPolicies } from '../../../model/credential/password-policy.ts'
import { flowBindings } from '../../../model/flow/flow-binding.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import type { ServerContext } from '../../../spi/server-context.ts'

/** Below one second a token or session would be over before it is used. */
const lifespans = [
  'accessTokenLifespan',
  'ssoSessionIdleTimeout',
  'ssoSessionMaxLifespan',
  'accessCodeLifespan',
] as const

/** Throws `InvalidInput` for settings that would make the realm unusable or silently less safe. */
export function requireValidSettings(
  { registry }: Pick<ServerContext, 'registry'>,
  body: RealmRepresentation,
  realm?: RealmSnapshot,
): void {
  if (body.passwordPolicy) requireKnownPolicies(body.passwordPolicy, registry.passwordPolicies)
  for (const name of lifespans) {
    const seconds = body[name]
    if (seconds !== undefined && seconds < 1) throw new InvalidInput(name, 'error-number-out-of-range-too-small', [1])
  }
  for (const name of flowBindings) {
    const alias = body[name]
    if (realm && alias !== undefined && !realm.flowByAlias(alias)?.topLevel) {
      throw new InvalidInput(name, 'error-invalid-value', [alias])
    }
  }
}
