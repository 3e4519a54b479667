import { deleteUser, logoutUser, type UserRepresentation, updateUser } from '@ztrust/contract/admin/users'
import { useApi } from '@ztrust/ui/use-api.tsx'
import { useRealmName } from '../../route-parameters.ts'

/** What can be done with users from their list and from their page. */
export function useUserActions() {
  const api = useApi()
  const realm = useRealmName()
  const idOf = (user: UserRepresentation) => ({ realm, id: user.id ?? '' })
  return {
    setEnabled: async (users: readonly UserRepresentation[], enabled: boolean) => {
      for (const user of users) await api(updateUser, { params: idOf(user), body: { enabled } })
    },
    signOut: (user: UserRepresentation) => api(logoutUser, { params: idOf(user) }),
    remove: async (users: readonly UserRepresentation[]) => {
      for (const user of users) await api(deleteUser, { params: idOf(user) })
    },
  }
}
