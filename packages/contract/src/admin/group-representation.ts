import * as z from 'zod'
import { access, idText, longText, multiAttributes, nameText } from './admin-schemas.ts'

export interface GroupRepresentation {
  id?: string | undefined
  name?: string | undefined
  description?: string | undefined
  /** Names from the top down: `/sales/north`. */
  path?: string | undefined
  parentId?: string | undefined
  subGroupCount?: number | undefined
  subGroups?: GroupRepresentation[] | undefined
  attributes?: Record<string, string[]> | undefined
  /** Names of the group's realm roles. */
  realmRoles?: string[] | undefined
  /** Names of the group's client roles by `clientId`. */
  clientRoles?: Record<string, string[]> | undefined
  access?: Record<string, boolean> | undefined
}

export const GroupRepresentation: z.ZodType<GroupRepresentation> = z.object({
  id: idText.optional(),
  name: nameText.optional(),
  description: longText.optional(),
  path: z.string().max(10_000).optional(),
  parentId: idText.optional(),
  subGroupCount: z.number().optional(),
  get subGroups(): z.ZodOptional<z.ZodArray<z.ZodType<GroupRepresentation>>> {
    return z.array(GroupRepresentation).optional()
  },
  attributes: multiAttributes.optional(),
  realmRoles: z.array(z.string()).optional(),
  clientRoles: z.record(z.string(), z.array(z.string())).optional(),
  access: access.optional(),
})

/** What a caller may say about a group; everything else of the representation is ignored. */
export const GroupInput = z.object({
  id: idText.optional(),
  name: nameText.optional(),
  description: longText.optional(),
  attributes: multiAttributes.optional(),
})
export type GroupInput = z.output<typeof GroupInput>
