import { defaultHashPolicy, type HashPolicy } from '../../crypto/password-hash.ts'
import { InvalidInput } from '../../kernel/error.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import type { User } from '../user/user.ts'

/** One rule of a realm's policy as written: `length(8)`. */
export interface PolicyEntry {
  readonly id: string
  /** Undefined for `notUsername` and `notUsername(undefined)`. */
  readonly value?: string
}

/** A rule that checks new passwords. The extension points' `PasswordPolicy` is one. */
export interface PasswordRule<Server> {
  readonly id: string
  readonly defaultValue?: string
  check(
    candidate: {
      readonly server: Server
      readonly realm: RealmSnapshot
      readonly password: string
      readonly user: Partial<User>
    },
    value: string,
  ): Promise<{ readonly code: string; readonly parameters: readonly (string | number)[] } | undefined>
}

/** The part of the server that knows the rules. */
export interface PasswordRuleHolder<Server> {
  readonly registry: { readonly passwordPolicies: ReadonlyMap<string, PasswordRule<Server>> }
}

/** Entries that say something about passwords without checking new ones. */
const silentEntries = new Set([
  'hashAlgorithm',
  'hashIterations',
  'forceExpiredPasswordChange',
  'maxAuthAge',
  'recoveryCodesWarningThreshold',
])

/** Reads Keycloak's policy text: `length(8) and digits(1) and notUsername(undefined)`. */
export function parsePasswordPolicy(text: string | undefined): readonly PolicyEntry[] {
  // A pattern may hold " and " itself: an entry starts only with a name that is followed by a bracket, " and " or the end.
  const parts = (text ?? '').trim().split(/\s+and\s+(?=[A-Za-z][A-Za-z0-9-]*\s*(?:\(|\s+and\s|$))/)
  return parts.flatMap((part): readonly PolicyEntry[] => {
    const match = /^([A-Za-z][A-Za-z0-9-]*)\s*(?:\((.*)\))?$/s.exec(part.trim())
    const id = match?.[1]
    if (id === undefined) return []
    const value = match?.[2]
    return [value === undefined || value === 'undefined' || value === '' ? { id } : { id, value }]
  })
}

/** How a realm wants passwords hashed. */
export function toHashPolicy(text: string | undefined): HashPolicy {
  const entries = parsePasswordPolicy(text)
  const algorithm = entries.find((entry) => entry.id === 'hashAlgorithm')?.value
  const iterations = Number(entries.find((entry) => entry.id === 'hashIterations')?.value ?? -1)
  return {
    algorithm: isHashAlgorithm(algorithm) ? algorithm : defaultHashPolicy.algorithm,
    iterations: Number.isInteger(iterations) ? iterations : -1,
  }
}

function isHashAlgorithm(name: string | undefined): name is HashPolicy['algorithm'] {
  return name === 'argon2' || name === 'pbkdf2' || name === 'pbkdf2-sha256' || name === 'pbkdf2-sha512'
}

/** Throws `InvalidInput('passwordPolicy')` for an entry that no rule stands behind: a rule must never be silently off. */
export function requireKnownPolicies(text: string, known: { has(id: string): boolean }): void {
  for (const { id } of parsePasswordPolicy(text)) {
    if (!known.has(id) && !silentEntries.has(id) && id !== 'passwordHistory' && id !== 'passwordAge') {
      throw new InvalidInput('passwordPolicy', 'error-unknown-password-policy', [id])
    }
  }
}

/** Throws `InvalidInput('password', code, parameters)` for the first rule of the realm that the password breaks. */
export async function requirePasswordPolicy<Server extends PasswordRuleHolder<Server>>(
  server: Server,
  realm: RealmSnapshot,
  password: string,
  user: Partial<User>,
): Promise<void> {
  for (const { id, value } of parsePasswordPolicy(realm.realm.settings.passwordPolicy)) {
    const rule = server.registry.passwordPolicies.get(id)
    const problem = await rule?.check({ server, realm, password, user }, value ?? rule.defaultValue ?? '')
    if (problem) throw new InvalidInput('password', problem.code, problem.parameters)
  }
}
