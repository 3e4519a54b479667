import { getUser } from '@ztrust/contract/admin/users'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'

/** The user with what a form for them is built from. */
export function useUser(realm: string, id: string) {
  return useEndpoint(getUser, { params: { realm, id }, query: { userProfileMetadata: true } })
}
