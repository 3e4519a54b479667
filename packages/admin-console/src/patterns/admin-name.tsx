import type { AdminEventRepresentation } from '@ztrust/contract/admin/events'
import { getUser } from '@ztrust/contract/admin/users'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useRealmName } from '../route-parameters.ts'
import { useAccess } from '../shell/access.tsx'

type AuthDetails = AdminEventRepresentation['authDetails']

/** The name of who made a change: known for the reader and for users of the managed realm, else the id. */
export function useAdminName(details: AuthDetails): string {
  const realm = useRealmName()
  const { me, mayAny } = useAccess()
  const isMe = details.userId === me.userId
  const user = useEndpoint(
    getUser,
    { params: { realm, id: details.userId } },
    { enabled: !isMe && details.realmId === realm && mayAny('view-users', 'manage-users'), staleTime: 300_000 },
  )
  return (isMe ? me.displayName : user.data?.username) ?? details.userId
}

export function AdminName({ details }: { readonly details: AuthDetails }) {
  return (
    <span className="zt-truncate" title={details.userId}>
      {useAdminName(details)}
    </span>
  )
}
