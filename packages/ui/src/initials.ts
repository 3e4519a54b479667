/** At most two letters of a name: first and last word, whole characters of any script. */
export function initialsOf(name: string): string {
  const separator = /\s/u.test(name.trim()) ? /\s+/u : /[._-]+/u
  const words = name
    .split('@')[0]
    ?.split(separator)
    .filter((word) => word !== '')
  const first = words?.[0]
  const last = words !== undefined && words.length > 1 ? words.at(-1) : undefined
  return [first, last].map((word) => firstCharacter(word)).join('')
}

function firstCharacter(word: string | undefined): string {
  if (word === undefined) return ''
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)
  return [...segments][0]?.segment.toLocaleUpperCase() ?? ''
}
