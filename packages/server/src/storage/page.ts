/** A part of a list: `first` rows are passed over, at most `max` given (Keycloak's paging). */
export interface Page {
  readonly first: number
  readonly max: number
}

/** Keycloak gives 100 rows where the caller names no number; more than 10,000 in one answer are never given. */
export function toPage(query: { readonly first?: number | undefined; readonly max?: number | undefined }): Page {
  const first = Math.max(0, query.first ?? 0)
  const asked = query.max ?? 100
  return { first, max: asked < 0 ? 10_000 : Math.min(asked, 10_000) }
}
