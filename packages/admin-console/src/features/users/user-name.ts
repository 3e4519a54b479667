import type { UserRepresentation } from '@ztrust/contract/admin/users'

/** First and last name where there are any, else the username. */
export function fullNameOf(user: UserRepresentation): string {
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || (user.username ?? '')
}
