import type { KnownUser } from '../model/user/known-users.ts'
import type { Claims, TokenKind, TokenSource } from '../spi/token-issue.ts'
import type { MapperPlan } from './mapper-plan.ts'

/** What the steady mappers of a plan wrote for a user; null where another mapper may write one of these claims too. */
type Written = Readonly<Claims> | null

/**
 * By user and plan. Both are other objects as soon as the user, the client or the realm changes, so an entry
 * is right as long as it can be found.
 */
const remembered = new WeakMap<KnownUser, WeakMap<MapperPlan, Promise<Written>>>()

/**
 * The claims that depend on user, client and realm alone, as they were worked out the last time; undefined when they must
 * be worked out together with the others. Frozen: they are part of many tokens.
 */
export async function findSteadyClaims(
  source: TokenSource,
  plan: MapperPlan,
  kind: TokenKind,
  preset: Claims,
): Promise<Readonly<Claims> | undefined> {
  if (!source.known || plan.namesOfOthers === undefined) return undefined
  let byPlan = remembered.get(source.known)
  if (!byPlan) {
    byPlan = new WeakMap()
    remembered.set(source.known, byPlan)
  }
  const known = byPlan.get(plan)
  if (known) return (await known) ?? undefined
  const written = work(source, plan, kind, preset)
  byPlan.set(plan, written)
  try {
    return (await written) ?? undefined
  } catch (error) {
    byPlan.delete(plan)
    throw error
  }
}

async function work(source: TokenSource, plan: MapperPlan, kind: TokenKind, preset: Claims): Promise<Written> {
  // Subject and audience of a kind of token are the same each time, and mappers add to them. Who asks about a token has
  // that token's own audience, which must not come into what is said of another.
  const { sub, aud } = preset
  const claims: Claims = {
    ...(sub === undefined ? {} : { sub }),
    ...(aud === undefined || kind === 'introspection' ? {} : { aud }),
  }
  const steady = withoutSession(source)
  for (const { type, mapper } of plan.steady) await type.apply(claims, mapper, steady, kind)
  const isShared = Object.keys(claims).some((name) => plan.namesOfOthers?.has(name))
  return isShared ? null : deepFreeze(claims)
}

/** A mapper that says it looks at no session, and does, fails at its first token and not by a wrong one later. */
function withoutSession(source: TokenSource): TokenSource {
  const refuse = (name: string): never => {
    throw new Error(`A steady protocol mapper looks at ${name}`)
  }
  return {
    server: source.server,
    realm: source.realm,
    client: source.client,
    user: source.user,
    known: source.known,
    scopes: source.scopes,
    roles: source.roles,
    groupPaths: source.groupPaths,
    get userSession() {
      return refuse('the user session')
    },
    get clientSession() {
      return refuse('the client session')
    },
    get scope() {
      return refuse('the scope of the request')
    },
    get requestNotes() {
      return refuse('the notes of the request')
    },
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
