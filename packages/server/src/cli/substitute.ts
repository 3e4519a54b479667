/** `${NAME}` and `${NAME:default}`; names as environments have them. `${role_admin}` is a message and stays. */
const placeholder = /\$\{([A-Z_][A-Z0-9_]*)(?::([^}]*))?\}/g

/**
 * Puts variables of the environment into the texts of a file. Throws an error that names all that are missing.
 */
export function substitute(value: unknown, environment: Readonly<Record<string, string | undefined>>): unknown {
  const missing = new Set<string>()
  const replace = (part: unknown): unknown => {
    if (typeof part === 'string') {
      return part.replace(placeholder, (whole, name: string, otherwise: string | undefined) => {
        const text = environment[name] ?? otherwise
        if (text === undefined) missing.add(name)
        return text ?? whole
      })
    }
    if (Array.isArray(part)) return part.map(replace)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([name, entry]) => [name, replace(entry)]))
  }
  const replaced = replace(value)
  if (missing.size > 0) throw new Error(`Not set in the environment: ${[...missing].sort().join(', ')}`)
  return replaced
}
