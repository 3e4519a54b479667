import { getRealm, listRealms, updateRealm } from '@ztrust/contract/admin/realms'
import type { EndpointCall } from '@ztrust/contract/endpoint'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

/** Saves a part of the realm's settings; what is left out stays. */
export function useSaveRealm() {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const isReadOnly = !useAccess().mayAny('manage-realm')
  const update = useEndpointMutation(updateRealm, { invalidates: [getRealm, listRealms] })
  const save = async (body: NonNullable<EndpointCall<typeof updateRealm>['body']>) => {
    await update.mutateAsync({ params: { realm }, body })
    toasts.success(text('realm.saved'))
  }
  return { save, isReadOnly }
}
