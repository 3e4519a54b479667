/** Paths of what react-hook-form marks as dirty, cut at fields that have a label: `attributes.locale`, not `tags.0`. */
export function changedFields(dirty: unknown, labels: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>()
  const walk = (value: unknown, path: string) => {
    if (labels.has(path)) {
      if (isDirty(value)) found.add(path)
      return
    }
    if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) walk(child, path === '' ? key : `${path}.${key}`)
    } else if (value === true) {
      found.add(path)
    }
  }
  walk(dirty, '')
  return [...found]
}

function isDirty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(isDirty)
  return value === true
}
