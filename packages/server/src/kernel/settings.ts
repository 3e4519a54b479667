/** A change of settings: what is absent stays; an optional setting may be cleared with undefined. */
export type SettingsChange<Settings> = {
  readonly [Name in keyof Settings]?: object extends Pick<Settings, Name> ? Settings[Name] | undefined : Settings[Name]
}

/** The settings after a change. Cleared settings are absent, never present and undefined. */
export function mergeSettings<Settings extends object>(
  current: Settings,
  change: SettingsChange<Settings> | undefined,
): Settings {
  const merged = { ...current, ...change }
  for (const name in merged) if (merged[name] === undefined) delete merged[name]
  return merged as Settings
}
