import { Button } from '@mantine/core'
import { deleteRealm, listRealms } from '@ztrust/contract/admin/realms'
import { whoAmI } from '@ztrust/contract/admin/server-info'
import { countUsers } from '@ztrust/contract/admin/users'
import { useAppNavigation } from '@ztrust/ui/app-link.tsx'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { environment } from '../../environment.ts'
import { pathTo } from '../../paths.ts'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

export function DeleteRealmCard() {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const { navigate } = useAppNavigation()
  const { mayAny } = useAccess()
  const [isAsking, setAsking] = useState(false)
  const isMaster = realm === 'master'
  const users = useEndpoint(
    countUsers,
    { params: { realm } },
    { enabled: isAsking && mayAny('view-users', 'manage-users') },
  )
  const remove = useEndpointMutation(deleteRealm, {
    invalidates: [listRealms, whoAmI],
    onSuccess: () => {
      toasts.success(text('realm.deleted', { name: realm }))
      // Who deletes the realm they are signed in to has nowhere to stay.
      if (realm === environment.realm) window.location.assign(environment.baseUrl)
      else navigate(pathTo.dashboard(environment.realm))
    },
  })
  return (
    <SectionCard
      dangerous
      title={text('common.dangerZone')}
      description={text(isMaster ? 'realm.deleteMaster' : 'realm.deleteHelp')}
      actions={
        isMaster ? null : (
          <Button color="red" variant="light" onClick={() => setAsking(true)}>
            {text('realm.delete')}
          </Button>
        )
      }
    >
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={text('realm.deleteTitle', { name: realm })}
        confirmLabel={text('realm.delete')}
        typeName={realm}
        consequences={[
          ...(users.data === undefined ? [] : [text('realm.goesUsers', { count: users.data })]),
          text('realm.goesClients'),
          text('realm.goesKeys'),
          text('realm.goesEvents'),
        ]}
        onConfirm={() => remove.mutateAsync({ params: { realm } })}
      >
        {text('realm.deleteText')}
      </ConfirmDialog>
    </SectionCard>
  )
}
