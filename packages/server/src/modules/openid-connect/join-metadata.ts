/** One document of what the modules say of themselves: lists are joined, each value once; else the later counts. */
export function joinMetadata<Document extends Record<string, unknown>>(
  start: Document,
  parts: readonly Partial<Document>[],
): Document {
  const joined: Record<string, unknown> = { ...start }
  for (const [name, value] of parts.flatMap((part) => Object.entries(part))) {
    const known = joined[name]
    joined[name] = Array.isArray(known) && Array.isArray(value) ? [...new Set([...known, ...value])] : value
  }
  return { ...start, ...joined }
}
