/** Attributes of the model as a representation takes them: lists of its own. */
export function copyAttributes(attributes: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(attributes).map(([name, values]) => [name, [...values]]))
}
