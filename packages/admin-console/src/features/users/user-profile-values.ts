import type { UserProfileMetadata, UserRepresentation } from '@ztrust/contract/admin/users'
import * as z from 'zod'

const rootNames = ['username', 'email', 'firstName', 'lastName'] as const
type RootName = (typeof rootNames)[number]

/** Rows instead of an object: attribute names may hold dots, which form libraries read as paths. */
export const profileRow = z.object({ name: z.string(), values: z.array(z.string().max(100_000)) })
export type ProfileRow = z.output<typeof profileRow>

/** Rows of a form, checked for what the profile requires. */
export function profileSchema(metadata: UserProfileMetadata, requiredMessage: string) {
  return z.array(profileRow).superRefine((rows, context) => {
    rows.forEach((row, index) => {
      const attribute = metadata.attributes[index]
      if (attribute?.required === true && row.values.every((value) => value.trim() === '')) {
        context.addIssue({ code: 'custom', message: requiredMessage, path: [index, 'values', 0] })
      }
    })
  })
}

export function toProfileRows(metadata: UserProfileMetadata, user: UserRepresentation): ProfileRow[] {
  return metadata.attributes.map(({ name, multivalued }) => {
    const values = isRootName(name) ? [user[name] ?? ''] : (user.attributes?.[name] ?? [])
    return { name, values: multivalued === true || values.length > 0 ? [...values] : [''] }
  })
}

/** What the rows say about a user, as the server wants to hear it. `kept` are attributes that no row shows. */
export function fromProfileRows(
  rows: readonly ProfileRow[],
  kept: Readonly<Record<string, string[]>>,
): UserRepresentation {
  const root: Partial<Record<RootName, string>> = {}
  const attributes: Record<string, string[]> = {}
  for (const { name, values } of rows) {
    const filled = values.filter((value) => value.trim() !== '')
    if (isRootName(name)) root[name] = filled[0]?.trim() ?? ''
    else if (filled.length > 0) attributes[name] = filled
  }
  const shown = new Set(rows.map((row) => row.name))
  const others = Object.entries(kept).filter(([name]) => !shown.has(name))
  return { ...root, attributes: { ...Object.fromEntries(others), ...attributes } }
}

/** Path of an attribute in the form, for errors that name it as the server does. */
export function profileFieldOf(metadata: UserProfileMetadata, attribute: string): string {
  const name = attribute.replace(/^attributes\./, '')
  const index = metadata.attributes.findIndex((one) => one.name === name)
  if (index === -1) return attribute
  return metadata.attributes[index]?.multivalued === true ? `profile.${index}.values` : `profile.${index}.values.0`
}

function isRootName(name: string): name is RootName {
  return rootNames.some((one) => one === name)
}
