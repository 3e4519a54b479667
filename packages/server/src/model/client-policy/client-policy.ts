/** Configuration of an executor or condition, as JSON: Keycloak's keys, values that are texts, booleans or lists. */
export type PolicyConfiguration = Readonly<Record<string, unknown>>

/** A set of rules for clients, under a name that policies refer to. */
export interface ClientProfile {
  readonly name: string
  readonly description?: string
  readonly executors: readonly { readonly executor: string; readonly configuration: PolicyConfiguration }[]
}

/** Which profiles hold for which clients and requests. */
export interface ClientPolicy {
  readonly name: string
  readonly description?: string
  readonly enabled: boolean
  readonly conditions: readonly { readonly condition: string; readonly configuration: PolicyConfiguration }[]
  /** Names, of the realm's own profiles or of global ones. */
  readonly profiles: readonly string[]
}

/** A switch: JSON or text; absent counts as `otherwise`. */
export function readFlag(configuration: PolicyConfiguration, name: string, otherwise = false): boolean {
  const value = configuration[name]
  return value === undefined || value === null ? otherwise : value === true || value === 'true'
}

export function readText(configuration: PolicyConfiguration, name: string): string | undefined {
  const value = configuration[name]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Several values: a list, or Keycloak's texts joined by `##`. */
export function readTexts(configuration: PolicyConfiguration, name: string): readonly string[] {
  const value = configuration[name]
  const list: readonly unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split('##') : []
  return list.map(String).filter((text) => text !== '')
}
