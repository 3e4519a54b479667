import { describe, expect, it } from 'vitest'
import type { PasswordCandidate } from '../../spi/extensions.ts'
import { contentPolicies } from './content-policies.ts'
import { userPolicies } from './user-policies.ts'

const user = { username: 'Ada', email: 'ada@example.org' }

async function check(id: string, password: string, value?: string): Promise<string | undefined> {
  const policy = [...contentPolicies, ...userPolicies].find((one) => one.id === id)
  if (!policy) throw new Error(`No policy ${id}`)
  // These rules look at the password and the user only.
  const candidate = { password, user } as unknown as PasswordCandidate
  const problem = await policy.check(candidate, value ?? policy.defaultValue ?? '')
  return problem && `${problem.code}(${problem.parameters.join()})`
}

describe('password rules', () => {
  const table: [id: string, value: string | undefined, good: string[], bad: string[], problem: string][] = [
    [
      'length',
      '8',
      ['12345678', '🔑🔑🔑🔑🔑🔑🔑🔑'],
      ['1234567', '🔑🔑🔑🔑🔑🔑🔑', ''],
      'invalidPasswordMinLengthMessage(8)',
    ],
    ['length', 'nonsense', ['12345678'], ['1234567'], 'invalidPasswordMinLengthMessage(8)'],
    ['maxLength', '4', ['1234', '🔑🔑🔑🔑'], ['12345'], 'invalidPasswordMaxLengthMessage(4)'],
    ['digits', '2', ['a1b2', '٣٤'], ['a1b', 'abc'], 'invalidPasswordMinDigitsMessage(2)'],
    ['lowerCase', undefined, ['ABc', 'ß'], ['ABC1'], 'invalidPasswordMinLowerCaseCharsMessage(1)'],
    ['upperCase', undefined, ['abC', 'Ä'], ['abc1'], 'invalidPasswordMinUpperCaseCharsMessage(1)'],
    ['specialChars', undefined, ['abc!', 'a b', '_'], ['abcÄ1'], 'invalidPasswordMinSpecialCharsMessage(1)'],
    ['notUsername', undefined, ['ada2'], ['ada', 'ADA', 'ａｄａ'], 'invalidPasswordNotUsernameMessage()'],
    ['notContainsUsername', undefined, ['a-d-a'], ['my ada', 'xADAx'], 'invalidPasswordNotContainsUsernameMessage()'],
    ['notEmail', undefined, ['ada'], ['ada@example.org', 'Ada@Example.org'], 'invalidPasswordNotEmailMessage()'],
    ['regexPattern', '[a-c]+', ['abc'], ['abcd', 'xabc', ''], 'invalidPasswordRegexPatternMessage([a-c]+)'],
    ['regexPattern', '[a-', [], ['a', '[a-'], 'invalidPasswordRegexPatternMessage([a-)'],
  ]
  for (const [id, value, good, bad, problem] of table) {
    it(`${id}(${value ?? ''})`, async () => {
      for (const password of good) expect(await check(id, password, value)).toBeUndefined()
      for (const password of bad) expect(await check(id, password, value)).toBe(problem)
    })
  }
})
