import type { ClientScope, ProtocolMapper } from '../model/client-scope/client-scope.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ProtocolMapperType } from '../spi/protocol-mapper.ts'
import type { Claims, TokenKind, TokenSource } from '../spi/token-issue.ts'
import { type ActiveMapper, type MapperPlan, planMappers } from './mapper-plan.ts'
import { findSteadyClaims } from './steady-claims.ts'

/** True for clients whose access tokens stay small: what is left out comes from introspection. */
function usesLightweightTokens(attributes: Readonly<Record<string, string>>): boolean {
  return attributes['client.use.lightweight.access.token.enabled'] === 'true'
}

/** Runs the mappers of the client and of the granted scopes over the claims every token of this kind has. */
export async function applyMappers(claims: Claims, source: TokenSource, kind: TokenKind): Promise<Claims> {
  const plan = findPlan(source, kind)
  const steady = await findSteadyClaims(source, plan, kind, claims)
  if (!steady) return await run(plan.all, claims, source, kind)
  for (const name in steady) {
    // The subject stands there already; the audience was among what they got.
    if (name !== 'sub' || claims['sub'] === undefined) claims[name] = steady[name]
  }
  return await run(plan.others, claims, source, kind)
}

async function run(
  mappers: readonly ActiveMapper[],
  claims: Claims,
  source: TokenSource,
  kind: TokenKind,
): Promise<Claims> {
  for (const { type, mapper } of mappers) {
    const pending = type.apply(claims, mapper, source, kind)
    // Most mappers wait for nothing, and a token has some thirty of them.
    if (pending) await pending
  }
  return claims
}

/** Of one client, by the list of its scopes, which is one list for each choice; snapshots never change. */
const plans = new WeakMap<ClientSnapshot, WeakMap<readonly ClientScope[], Map<TokenKind, MapperPlan>>>()

function findPlan(source: TokenSource, kind: TokenKind): MapperPlan {
  const { client, scopes } = source
  let byScopes = plans.get(client)
  if (!byScopes) {
    byScopes = new WeakMap()
    plans.set(client, byScopes)
  }
  let byKind = byScopes.get(scopes)
  if (!byKind) {
    byKind = new Map()
    byScopes.set(scopes, byKind)
  }
  let plan = byKind.get(kind)
  if (!plan) {
    plan = planMappers(listMappers(source, kind))
    byKind.set(kind, plan)
  }
  return plan
}

function listMappers(source: TokenSource, kind: TokenKind): readonly ActiveMapper[] {
  const { server, realm, client, scopes } = source
  const active: ActiveMapper[] = []
  for (const mapper of [...client.mappers, ...scopes.flatMap((scope) => realm.mappersOfScope(scope.id))]) {
    const type = server.registry.protocolMappers.get(mapper.mapper)
    if (type?.protocol === 'openid-connect' && isIncluded(type, mapper, kind, source)) active.push({ type, mapper })
  }
  return active.sort((a, b) => a.type.priority - b.type.priority)
}

/** Keycloak's rules, with its fall-backs for mappers that were stored before a switch existed. */
export function isIncluded(
  type: ProtocolMapperType,
  { config }: Pick<ProtocolMapper, 'config'>,
  kind: TokenKind,
  { client: { client } }: Pick<TokenSource, 'client'>,
): boolean {
  const isOn = (name: string) => config[name] === 'true'
  const hasSwitch = (name: string) => type.config.some((property) => property.name === name)
  // What only access tokens have (roles, audiences) is in them unless somebody switched it off.
  const isForAccess = !hasSwitch('id.token.claim')
  const inAccess = isForAccess ? config['access.token.claim'] !== 'false' : isOn('access.token.claim')
  switch (kind) {
    case 'access':
      if (!usesLightweightTokens(client.settings.attributes)) return inAccess
      return hasSwitch('lightweight.claim') && isOn('lightweight.claim')
    case 'id':
      return isOn('id.token.claim')
    case 'userinfo':
      if (!hasSwitch('userinfo.token.claim')) return false
      return config['userinfo.token.claim'] === undefined ? isOn('id.token.claim') : isOn('userinfo.token.claim')
    case 'response':
      return hasSwitch('access.tokenResponse.claim') && isOn('access.tokenResponse.claim')
    case 'introspection':
      // What is about access tokens only has no switch for this.
      if (hasSwitch('access.token.claim') && !hasSwitch('introspection.token.claim')) return false
      return config['introspection.token.claim'] === undefined ? inAccess : isOn('introspection.token.claim')
  }
}
