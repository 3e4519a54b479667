import type { Client } from '../client/client.ts'
import type { ProtocolMapper } from '../client-scope/client-scope.ts'
import type { ClientSnapshot } from '../realm/realm-snapshot.ts'

/** The kinds of mappers that may decide what users are called, as the registry has them. */
export interface SubjectKinds {
  readonly protocolMappers: ReadonlyMap<
    string,
    { subjectFor?(userId: string, mapper: ProtocolMapper, client: Client): string }
  >
}

type SubjectMaker = (userId: string) => string

const makers = new WeakMap<ClientSnapshot, SubjectMaker>()

/**
 * What a user is called in all that a client gets (`sub`): the user's id, or the name that a mapper of the client makes
 * of it, so that clients cannot put together what they know of somebody (OpenID Connect Core, section 8).
 */
export function subjectOf(
  { registry }: { readonly registry: SubjectKinds },
  client: ClientSnapshot,
  userId: string,
): string {
  let maker = makers.get(client)
  if (!maker) {
    maker = findMaker(registry, client) ?? ((id) => id)
    makers.set(client, maker)
  }
  return maker(userId)
}

function findMaker(registry: SubjectKinds, { client, mappers }: ClientSnapshot): SubjectMaker | undefined {
  for (const mapper of mappers) {
    const type = registry.protocolMappers.get(mapper.mapper)
    if (type?.subjectFor) return (userId) => type.subjectFor?.(userId, mapper, client) ?? userId
  }
  return undefined
}
