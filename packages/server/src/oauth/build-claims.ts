import { LRUCache } from 'lru-cache'
import type { ProtocolMapper } from '../model/client-scope/client-scope.ts'
import type { ClientSnapshot } from '../model/realm/realm-snapshot.ts'
import type { ProtocolMapperType } from '../spi/protocol-mapper.ts'
import type { Claims, TokenKind, TokenSource } from '../spi/token-issue.ts'

interface ActiveMapper {
  readonly type: ProtocolMapperType
  readonly mapper: ProtocolMapper
}

/** True for clients whose access tokens stay small: what is left out comes from introspection. */
function usesLightweightTokens(attributes: Readonly<Record<string, string>>): boolean {
  return attributes['client.use.lightweight.access.token.enabled'] === 'true'
}

/** Runs the mappers of the client and of the granted scopes over the claims every token of this kind has. */
export async function applyMappers(claims: Claims, source: TokenSource, kind: TokenKind): Promise<Claims> {
  for (const { type, mapper } of findMappers(source, kind)) {
    const pending = type.apply(claims, mapper, source, kind)
    // Most mappers wait for nothing, and a token has some thirty of them.
    if (pending) await pending
  }
  return claims
}

/** Of one client; a snapshot never changes, so they are right as long as it is there. */
const chosenMappers = new WeakMap<ClientSnapshot, LRUCache<string, readonly ActiveMapper[]>>()

/** Choices of scopes whose mappers are remembered for a client. */
const rememberedChoices = 50

function findMappers(source: TokenSource, kind: TokenKind): readonly ActiveMapper[] {
  const { client, scopes } = source
  const known = chosenMappers.get(client) ?? new LRUCache({ max: rememberedChoices })
  chosenMappers.set(client, known)
  const choice = `${kind} ${scopes.map((scope) => scope.id).join(' ')}`
  const mappers = known.get(choice) ?? listMappers(source, kind)
  known.set(choice, mappers)
  return mappers
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
