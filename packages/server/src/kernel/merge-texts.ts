/** Attributes after a change: null and empty remove, what is not named stays. */
export function mergeTexts(
  current: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const merged: Record<string, string> = { ...current }
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === '') delete merged[name]
    else merged[name] = value
  }
  return merged
}
