import { OAuthError } from '../kernel/error.ts'
import type { LevelRequest } from '../model/authentication-session/level-of-authentication.ts'
import type { Client } from '../model/client/client.ts'
import type { Realm } from '../model/realm/realm.ts'

/** Whose settings count. */
interface Place {
  readonly realm: { readonly realm: Pick<Realm, 'settings'> }
  readonly client: { readonly client: Pick<Client, 'settings'> }
}
type Parameters = Readonly<Record<string, string | undefined>>

/** What a request says of `acr`: the claim of the ID token asked for by `claims`, and `acr_values`. */
interface AskedAcr {
  /** One of these, or the sign-in has failed (OpenID Connect Core, section 5.5.1.1). */
  readonly essential: readonly string[]
  /** In order of preference, with the client's or realm's defaults when the request names none. */
  readonly voluntary: readonly string[]
}

/**
 * The level of authentication a request asks for: the lowest of the values that would do. `minimum.acr.value` of the
 * client, or else of the realm, cannot be undercut. Undefined when nothing is asked for. Throws when an essential value
 * cannot be reached by any sign-in.
 */
export function readLevelRequest(parameters: Parameters, place: Place): LevelRequest | undefined {
  const levels = readAcrLevels(place)
  const { essential, voluntary } = readAskedAcr(parameters, place)
  const isEssential = essential.length > 0
  // A name that nobody knows is no level that could be asked for; as a wish it asks for any.
  const asked = isEssential
    ? essential.flatMap((acr) => levelOf(acr, levels) ?? [])
    : voluntary.map((acr) => levelOf(acr, levels) ?? 0)
  const minimum = levelOf(settingOf('minimum.acr.value', place) ?? '', levels)
  const sufficient = asked.filter((level) => level >= (minimum ?? 0))
  if (isEssential && sufficient.length === 0) throw new OAuthError('invalid_request', 'Invalid parameter: claims')
  const candidates = sufficient.length === 0 && minimum !== undefined ? [minimum] : sufficient
  if (candidates.length === 0) return undefined
  return { level: Math.min(...candidates), isForced: isEssential || minimum !== undefined }
}

/**
 * The `acr` of a level that was reached: the best of the values asked for, else of those that are mapped, else the number
 * itself.
 */
export function toAcr(level: number, parameters: Parameters, place: Place): string {
  const levels = readAcrLevels(place)
  const { essential, voluntary } = readAskedAcr(parameters, place)
  for (const values of [essential, voluntary, [...levels.keys()]]) {
    const best = pickBest(values, level, levels)
    if (best !== undefined) return best
  }
  return String(level)
}

/** Names of levels, and which they are: `acr.loa.map` of the client, or else of the realm. */
export function readAcrLevels({ realm, client }: Place): ReadonlyMap<string, number> {
  const own = parseLevels(client.client.settings.attributes['acr.loa.map'])
  return own.size > 0 ? own : readRealmAcrLevels(realm)
}

export function readRealmAcrLevels({ realm }: Place['realm']): ReadonlyMap<string, number> {
  return parseLevels(realm.settings.attributes['acr.loa.map'])
}

function pickBest(values: readonly string[], reached: number, levels: ReadonlyMap<string, number>): string | undefined {
  let best: { readonly acr: string; readonly level: number } | undefined
  for (const acr of levels.size > 0 ? values : []) {
    const level = levelOf(acr, levels)
    if (level !== undefined && level <= reached && level > (best?.level ?? -1)) best = { acr, level }
  }
  return best?.acr
}

/** A name of the map, or a number, which stands for itself. */
function levelOf(acr: string, levels: ReadonlyMap<string, number>): number | undefined {
  return levels.get(acr) ?? (/^\d{1,9}$/.test(acr) ? Number(acr) : undefined)
}

function readAskedAcr(parameters: Parameters, place: Place): AskedAcr {
  const claim = readAcrClaim(parameters['claims'])
  if (claim.isEssential && claim.values.length > 0) return { essential: claim.values, voluntary: [] }
  const named = [...claim.values, ...split(parameters['acr_values'], /\s+/)]
  const defaults = split(settingOf('default.acr.values', place), '##')
  return { essential: [], voluntary: named.length > 0 ? named : defaults }
}

/** The client's own setting, or else the realm's. */
function settingOf(name: string, { realm, client }: Place): string | undefined {
  return client.client.settings.attributes[name] || realm.realm.settings.attributes[name] || undefined
}

/** `claims.id_token.acr`; anything else there is the business of mappers. */
function readAcrClaim(text: string | undefined): { readonly values: readonly string[]; readonly isEssential: boolean } {
  const acr = memberOf(memberOf(parse(text), 'id_token'), 'acr')
  const values = memberOf(acr, 'values')
  const all: readonly unknown[] = [memberOf(acr, 'value'), ...(Array.isArray(values) ? values : [])]
  return {
    values: all.filter((value): value is string => typeof value === 'string' && value !== ''),
    isEssential: memberOf(acr, 'essential') === true,
  }
}

function parseLevels(text: string | undefined): ReadonlyMap<string, number> {
  const parsed = parse(text)
  if (typeof parsed !== 'object' || parsed === null) return new Map()
  const entries = Object.entries(parsed).map(([acr, level]): [string, number] => [acr, Number(level)])
  return new Map(entries.filter(([, level]) => Number.isInteger(level) && level >= 0))
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined
}

function parse(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

function split(text: string | undefined, separator: string | RegExp): readonly string[] {
  return (text ?? '').split(separator).filter((part) => part !== '')
}
