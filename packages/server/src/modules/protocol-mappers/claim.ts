import { LRUCache } from 'lru-cache'
import type { Claims } from '../../spi/token-issue.ts'

type MapperConfig = Readonly<Record<string, string>>

const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * What makes a token the token it is. Were these open to mappers, whoever may edit a client could make tokens of other
 * users, sessions or kinds.
 */
const protectedClaims = new Set([
  'jti',
  'typ',
  'iat',
  'exp',
  'nbf',
  'iss',
  'sub',
  'azp',
  'sid',
  'scope',
  'at_hash',
  'nonce',
  'cnf',
  'act',
])

/** Puts the values into the claim that the mapper names; nothing when it names none or the values do not fit its type. */
export function writeClaim(claims: Claims, config: MapperConfig, values: readonly unknown[], clientId = ''): void {
  const path = toClaimPath(config['claim.name'] ?? '', clientId)
  const type = config['jsonType.label'] ?? ''
  const typed = values.map((value) => toJsonType(value, type)).filter((value) => value !== undefined)
  if (typed.length === 0) return
  if (path.length === 1 && path[0] === 'aud') for (const value of typed) addAudience(claims, String(value))
  else setClaim(claims, path, config['multivalued'] === 'true' ? typed : typed[0])
}

const knownPaths = new LRUCache<string, readonly string[]>({ max: 2_000 })

/** `a.b` names a member of an object; `a\.b` is one name. `${client_id}` is the client's name, dots and all. */
export function toClaimPath(name: string, clientId: string): readonly string[] {
  const key = `${name} ${name.includes('$') ? clientId : ''}`
  const path = knownPaths.get(key) ?? splitClaimName(name, clientId)
  knownPaths.set(key, path)
  return path
}

function splitClaimName(name: string, clientId: string): readonly string[] {
  return name
    .split(/(?<!\\)\./)
    .map((part) => part.replaceAll('\\.', '.').replaceAll(`$${'{client_id}'}`, () => clientId))
    .filter((part) => part !== '')
}

/** Lists are added to a list that is there already; anything else replaces. */
export function setClaim(claims: Claims, path: readonly string[], value: unknown): void {
  const last = path.at(-1)
  if (last === undefined || path.some((part) => forbiddenNames.has(part))) return
  if (protectedClaims.has(path[0] ?? '')) return
  let place = claims
  for (const part of path.slice(0, -1)) {
    const next = place[part]
    const inner: Claims = isObject(next) ? next : {}
    place[part] = inner
    place = inner
  }
  const known = place[last]
  place[last] = Array.isArray(known) && Array.isArray(value) ? [...new Set([...known, ...value])] : value
}

/** Adds to `aud`, which is a text while there is one and a list from two on (RFC 7519, section 4.1.3). */
export function addAudience(claims: Claims, audience: string): void {
  const known = claims['aud']
  const all: unknown[] = known === undefined ? [] : Array.isArray(known) ? known : [known]
  if (!all.includes(audience)) claims['aud'] = all.length === 0 ? audience : [...all, audience]
}

/** Undefined when the value has no form of this type. */
export function toJsonType(value: unknown, type: string): unknown {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : String(value).toLowerCase() === 'true'
    case 'int':
    case 'long': {
      const number = typeof value === 'number' ? value : Number(String(value).trim() || Number.NaN)
      return Number.isSafeInteger(number) ? number : undefined
    }
    case 'JSON':
      return typeof value === 'string' ? parseJson(value) : value
    case 'String':
      return String(value)
    default:
      return value
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
