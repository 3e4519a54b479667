import type { Value } from './normalise.ts'

export interface Difference {
  /** Where in the answer: `body.error_description`. */
  readonly path: string
  /** Undefined: that side has nothing there. */
  readonly oracle: Value | undefined
  readonly subject: Value | undefined
}

/** What tells elements of a list apart: one of these, or their name within their subtype. */
const identities = [
  'clientId',
  'realm',
  'alias',
  'username',
  'displayName',
  'name',
  'mapperName',
  'providerId',
  'kid',
  'algorithm',
  'alg',
  'type',
  'id',
] as const

/** Differences in structure. The order of a list is none: neither server promises one. */
export function compareValues(oracle: Value | undefined, subject: Value | undefined, path = ''): readonly Difference[] {
  if (isObject(oracle) && isObject(subject)) return compareMembers(oracle, subject, path)
  if (isList(oracle) && isList(subject)) return compareLists(oracle, subject, path)
  return oracle === subject ? [] : [{ path, oracle, subject }]
}

type Members = { readonly [name: string]: Value }

function compareMembers(oracle: Members, subject: Members, path: string): readonly Difference[] {
  const names = [...new Set([...Object.keys(oracle), ...Object.keys(subject)])]
  return names.flatMap((name) => compareValues(oracle[name], subject[name], path === '' ? name : `${path}.${name}`))
}

function compareLists(oracle: readonly Value[], subject: readonly Value[], path: string): readonly Difference[] {
  const identity = identities.find((name) => areToldApartBy(oracle, name) && areToldApartBy(subject, name))
  if (identity !== undefined && oracle.length + subject.length > 0) {
    return compareMembers(byIdentity(oracle, identity), byIdentity(subject, identity), path)
  }
  if (oracle.every(isPlain) && subject.every(isPlain)) {
    const missing = oracle.filter((value) => !subject.includes(value))
    const extra = subject.filter((value) => !oracle.includes(value))
    return missing.length + extra.length === 0 ? [] : [{ path: `${path}[]`, oracle: missing, subject: extra }]
  }
  const length = Math.max(oracle.length, subject.length)
  return Array.from({ length }, (_, index) => compareValues(oracle[index], subject[index], `${path}[${index}]`)).flat()
}

function areToldApartBy(list: readonly Value[], identity: string): boolean {
  const values = list.map((each) => identify(each, identity))
  return values.every((value) => value !== undefined && value !== '<random>') && new Set(values).size === list.length
}

const byIdentity = (list: readonly Value[], identity: string): Members =>
  Object.fromEntries(list.map((each) => [identify(each, identity) ?? '', each]))

/** Components of one name differ by their subtype: what is for anonymous callers, and what for others. */
function identify(each: Value, identity: string): string | undefined {
  if (!isObject(each)) return undefined
  const value = each[identity]
  const within = identity === 'name' && typeof each['subType'] === 'string' ? ` (${each['subType']})` : ''
  return typeof value === 'string' ? `${value}${within}` : undefined
}

const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)
const isPlain = (value: Value): boolean => value === null || typeof value !== 'object'
const isObject = (value: Value | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
