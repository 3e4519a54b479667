import * as z from 'zod'

/** A user session; times in epoch milliseconds. */
export const UserSessionRepresentation = z.object({
  id: z.string(),
  username: z.string().optional(),
  userId: z.string(),
  ipAddress: z.string(),
  start: z.number(),
  lastAccess: z.number(),
  rememberMe: z.boolean().optional(),
  /** `clientId` by the client's id. */
  clients: z.record(z.string(), z.string()),
  transientUser: z.boolean().optional(),
  /** Only where both kinds are listed together. */
  type: z.enum(['REGULAR', 'OFFLINE']).optional(),
})
export type UserSessionRepresentation = z.output<typeof UserSessionRepresentation>
