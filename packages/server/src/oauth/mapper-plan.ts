import type { ProtocolMapper } from '../model/client-scope/client-scope.ts'
import type { ProtocolMapperType } from '../spi/protocol-mapper.ts'

export interface ActiveMapper {
  readonly type: ProtocolMapperType
  readonly mapper: ProtocolMapper
}

/** The mappers that write into one kind of token of a client with one choice of scopes. */
export interface MapperPlan {
  /** All of them, in their order. */
  readonly all: readonly ActiveMapper[]
  readonly steady: readonly ActiveMapper[]
  /** Those that look at the session or the request. */
  readonly others: readonly ActiveMapper[]
  /** The claims that these may write; undefined when that cannot be told. */
  readonly namesOfOthers: ReadonlySet<string> | undefined
}

export function planMappers(all: readonly ActiveMapper[]): MapperPlan {
  const others = all.filter(({ type }) => !type.isSteady)
  return {
    all,
    steady: all.filter(({ type }) => type.isSteady),
    others,
    namesOfOthers: listNames(others),
  }
}

function listNames(mappers: readonly ActiveMapper[]): ReadonlySet<string> | undefined {
  const names = new Set<string>()
  for (const { type, mapper } of mappers) {
    const named = mapper.config['claim.name']
    if (!named && !type.writes) return undefined
    for (const name of type.writes ?? []) names.add(name)
    if (named) names.add(named).add(firstName(named))
  }
  return names
}

/** A mapper's `a.b` writes into the claim `a`; in `a\.b` the dot is part of the name. */
function firstName(name: string): string {
  return (name.split(/(?<!\\)\./, 1)[0] ?? '').replaceAll('\\.', '.')
}
