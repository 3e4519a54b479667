import { hasDeceptiveCharacters } from '../../kernel/text.ts'

/** What is wrong with an attribute: a message key of Keycloak's and what follows the attribute's name in it. */
export interface ProfileProblem {
  readonly code: string
  readonly parameters: readonly (string | number)[]
}

type Config = Readonly<Record<string, unknown>>
type Validator = (values: readonly string[], config: Config) => readonly ProfileProblem[]

/** Keycloak's validators by id, as user profiles name them. An id that is not here checks nothing. */
export const validators: Readonly<Record<string, Validator>> = {
  length: each((value, config) => {
    const text = config['trim-disabled'] === 'true' || config['trim-disabled'] === true ? value : value.trim()
    const min = toNumber(config['min']) ?? 0
    const max = toNumber(config['max']) ?? Number.POSITIVE_INFINITY
    if (text.length >= min && text.length <= max) return undefined
    if (!Number.isFinite(max)) return problem('error-invalid-length-too-short', min)
    if (min === 0) return problem('error-invalid-length-too-long', max)
    return problem('error-invalid-length', min, max)
  }),
  'not-empty': (values) => (values.length === 0 ? [problem('error-empty')] : []),
  'not-blank': (values) => (values.every((value) => value.trim() === '') ? [problem('error-invalid-blank')] : []),
  email: each((value, config) => {
    const local = value.slice(0, value.lastIndexOf('@'))
    const longestLocal = toNumber(config['max-local-length']) ?? 64
    return emailShape.test(value) && local.length <= longestLocal && value.length <= 254
      ? undefined
      : problem('error-invalid-email', value)
  }),
  uri: each((value) => (isWebAddress(value) ? undefined : problem('error-invalid-uri'))),
  pattern: each((value, config) => {
    const pattern = toPattern(config['pattern'])
    if (pattern?.test(value)) return undefined
    const message = config['error-message']
    return problem(typeof message === 'string' && message !== '' ? message : 'error-pattern-no-match')
  }),
  integer: each((value, config) =>
    /^[+-]?\d+$/.test(value) ? inRange(Number(value), config) : problem('error-invalid-number'),
  ),
  double: each((value, config) =>
    /^[+-]?\d+(\.\d+)?$/.test(value) ? inRange(Number(value), config) : problem('error-invalid-number'),
  ),
  'iso-date': each((value) => (isIsoDate(value) ? undefined : problem('error-invalid-date'))),
  'local-date': each((value) => (isIsoDate(value) ? undefined : problem('error-invalid-date'))),
  options: each((value, config) => {
    const options: unknown = config['options']
    return Array.isArray(options) && options.includes(value) ? undefined : problem('error-invalid-value')
  }),
  multivalued: (values, config) => {
    const min = toNumber(config['min']) ?? 0
    const max = toNumber(config['max']) ?? Number.POSITIVE_INFINITY
    return values.length >= min && values.length <= max ? [] : [problem('error-invalid-multivalued-size', min, max)]
  },
  'username-prohibited-characters': each((value) =>
    /[<>&"'\s$%!#?§,;:*~/\\|^=[\]{}()`]/.test(value) || hasDeceptiveCharacters(value)
      ? problem('error-username-invalid-character')
      : undefined,
  ),
  'person-name-prohibited-characters': each((value) =>
    /[<>&"$%!#?§;*~/\\|^=[\]{}()]/.test(value) || hasDeceptiveCharacters(value)
      ? problem('error-person-name-invalid-character')
      : undefined,
  ),
  // Letters of two scripts that look alike make two names that people read as one.
  'up-username-not-idn-homograph': each((value) =>
    mixesScripts(value) ? problem('error-username-invalid-character') : undefined,
  ),
}

/** One @, no spaces and no control characters, a dot-separated domain of letters, digits and hyphens in any script. */
const emailShape =
  /^[^\s@"<>()[\]\\,;:\p{Cc}]+(?<!\.)@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u

function each(check: (value: string, config: Config) => ProfileProblem | undefined): Validator {
  return (values, config) => {
    for (const value of values) {
      const found = check(value, config)
      if (found) return [found]
    }
    return []
  }
}

function problem(code: string, ...parameters: readonly (string | number)[]): ProfileProblem {
  return { code, parameters }
}

function inRange(value: number, config: Config): ProfileProblem | undefined {
  const min = toNumber(config['min']) ?? Number.NEGATIVE_INFINITY
  const max = toNumber(config['max']) ?? Number.POSITIVE_INFINITY
  if (value >= min && value <= max) return undefined
  if (!Number.isFinite(max)) return problem('error-number-out-of-range-too-small', min)
  if (!Number.isFinite(min)) return problem('error-number-out-of-range-too-big', max)
  return problem('error-number-out-of-range', min, max)
}

/** Configurations hold numbers as numbers or as text. */
function toNumber(value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

function toPattern(value: unknown): RegExp | undefined {
  if (typeof value !== 'string') return undefined
  try {
    return new RegExp(`^(?:${value})$`, 'u')
  } catch {
    return undefined
  }
}

function isWebAddress(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && ['http:', 'https:'].includes(url.protocol)
}

function isIsoDate(value: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  if (!parts) return false
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number)
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day >= 1 && day <= (days[month - 1] ?? 0)
}

function mixesScripts(value: string): boolean {
  const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]
  return scripts.filter((script) => script.test(value)).length > 1
}
