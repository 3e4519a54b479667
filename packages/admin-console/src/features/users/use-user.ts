import { getUserPhoto } from '@ztrust/contract/account'
import { getUser } from '@ztrust/contract/admin/users'
import { buildPath } from '@ztrust/contract/api-client'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { environment } from '../../environment.ts'

/** The user with what a form for them is built from. */
export function useUser(realm: string, id: string) {
  return useEndpoint(getUser, { params: { realm, id }, query: { userProfileMetadata: true } })
}

export function userPhotoUrl(realm: string, userId: string): string {
  return environment.baseUrl + buildPath(getUserPhoto, { params: { realm, userId } })
}
