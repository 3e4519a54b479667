import type { PasswordPolicy } from '../../spi/extensions.ts'

/** Counts what a password must have at least so many of. */
function atLeast(
  id: string,
  displayName: string,
  defaultValue: string,
  code: string,
  count: (password: string) => number,
): PasswordPolicy {
  return {
    id,
    displayName,
    defaultValue,
    check: async ({ password }, value) => {
      const minimum = toCount(value, defaultValue)
      return count(password) >= minimum ? undefined : { code, parameters: [minimum] }
    },
  }
}

/** A value that is no number must not switch the rule off: the default holds. */
function toCount(value: string, fallback: string): number {
  const count = Number(value)
  return value.trim() !== '' && Number.isInteger(count) && count >= 0 ? count : Number(fallback)
}

/** Characters as people count them (code points), not UTF-16 units. */
const lengthOf = (password: string) => [...password].length
const countMatches = (pattern: RegExp) => (password: string) => password.match(pattern)?.length ?? 0

const maxLength: PasswordPolicy = {
  id: 'maxLength',
  displayName: 'Maximum Length',
  defaultValue: '64',
  check: async ({ password }, value) => {
    const maximum = toCount(value, '64')
    return lengthOf(password) <= maximum
      ? undefined
      : { code: 'invalidPasswordMaxLengthMessage', parameters: [maximum] }
  },
}

const regexPattern: PasswordPolicy = {
  id: 'regexPattern',
  displayName: 'Regular Expression',
  check: async ({ password }, value) => {
    const pattern = toPattern(value)
    return pattern?.test(password) ? undefined : { code: 'invalidPasswordRegexPatternMessage', parameters: [value] }
  },
}

/** The whole password must match, as with Java's `matches`. A broken pattern lets nothing through. */
function toPattern(value: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${value})$`, 'su')
  } catch {
    return undefined
  }
}

export const contentPolicies: readonly PasswordPolicy[] = [
  atLeast('length', 'Minimum Length', '8', 'invalidPasswordMinLengthMessage', lengthOf),
  maxLength,
  atLeast('digits', 'Digits', '1', 'invalidPasswordMinDigitsMessage', countMatches(/\p{Nd}/gu)),
  atLeast(
    'lowerCase',
    'Lowercase Characters',
    '1',
    'invalidPasswordMinLowerCaseCharsMessage',
    countMatches(/\p{Lowercase}/gu),
  ),
  atLeast(
    'upperCase',
    'Uppercase Characters',
    '1',
    'invalidPasswordMinUpperCaseCharsMessage',
    countMatches(/\p{Uppercase}/gu),
  ),
  atLeast(
    'specialChars',
    'Special Characters',
    '1',
    'invalidPasswordMinSpecialCharsMessage',
    countMatches(/[^\p{L}\p{Nd}]/gu),
  ),
  regexPattern,
]
