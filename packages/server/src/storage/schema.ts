/**
 * All tables, by name. Each aggregate adds its rows in its own `*.table.ts`:
 *
 *     declare module '../../storage/schema.ts' { interface Schema { user: UserRow } }
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging, so that a row type stands beside its aggregate
export interface Schema {}
