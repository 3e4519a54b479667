/** The entry that a page belongs to: the longest path that is the page's or stands above it. */
export function activePath(paths: readonly string[], current: string): string | undefined {
  const trimmed = current.replace(/\/+$/, '') || '/'
  const above = paths.filter((path) => path === trimmed || (path !== '/' && trimmed.startsWith(`${path}/`)))
  return above.sort((a, b) => b.length - a.length)[0]
}
