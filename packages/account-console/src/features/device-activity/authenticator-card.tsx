import { Button, Stack } from '@mantine/core'
import { IconDeviceMobile, IconPlus } from '@tabler/icons-react'
import { getAccountOverview } from '@ztrust/contract/account'
import { listOwnDevices, removeOwnDevice, renameOwnDevice } from '@ztrust/contract/devices'
import type { EndpointResult } from '@ztrust/contract/endpoint'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { lazy, Suspense, useCallback, useState } from 'react'
import { ofRealm } from '../../environment.ts'
import { useFreshSignIn } from '../../patterns/fresh-sign-in.ts'
import { InvitationBlock } from '../../patterns/invitation-block.tsx'
import { QueryState } from '../../patterns/query-state.tsx'
import { RenameDialog } from '../../patterns/rename-dialog.tsx'
import { useText } from '../../text.ts'
import { DeviceRow } from './device-row.tsx'

const SetUpDialog = lazy(() => import('./set-up-dialog.tsx'))

export type Device = EndpointResult<typeof listOwnDevices>[number]

type Asked = { readonly what: 'set-up' } | { readonly what: 'rename' | 'remove'; readonly device: Device }

/** The phones with the ZTrust Authenticator, or the invitation to set up the first. */
export function AuthenticatorCard() {
  const text = useText()
  const toasts = useToasts()
  const devices = useEndpoint(listOwnDevices, { params: ofRealm })
  const [asked, setAsked] = useState<Asked>()
  const close = useCallback(() => setAsked(undefined), [])
  const removeDevice = useRemoveDevice()
  const rename = useEndpointMutation(renameOwnDevice, { invalidates: [listOwnDevices, getAccountOverview] })
  const setUp = (
    <Button leftSection={<IconPlus size={18} stroke={1.5} />} onClick={() => setAsked({ what: 'set-up' })}>
      {text('authenticator.setUp')}
    </Button>
  )
  const hasDevices = devices.data !== undefined && devices.data.length > 0
  return (
    <SectionCard
      id="authenticator"
      title={text('authenticator.title')}
      description={text('authenticator.description')}
      actions={hasDevices ? setUp : undefined}
    >
      <QueryState query={devices} height={220}>
        {(list) =>
          list.length === 0 ? (
            <InvitationBlock
              icon={IconDeviceMobile}
              title={text('authenticator.none')}
              description={text('authenticator.none.text')}
              action={setUp}
            />
          ) : (
            <Stack component="ul" gap={0} m={0} p={0}>
              {list.map((device) => (
                <DeviceRow
                  key={device.id}
                  device={device}
                  onRename={() => setAsked({ what: 'rename', device })}
                  onRemove={() => setAsked({ what: 'remove', device })}
                />
              ))}
            </Stack>
          )
        }
      </QueryState>
      <Suspense fallback={null}>{asked?.what === 'set-up' ? <SetUpDialog onClose={close} /> : null}</Suspense>
      {asked?.what === 'rename' ? (
        <RenameDialog
          title={text('authenticator.rename.title')}
          label={text('authenticator.rename.label')}
          name={asked.device.name}
          maxLength={100}
          onClose={close}
          onRename={async (name) => {
            await rename.mutateAsync({ params: { ...ofRealm, deviceId: asked.device.id }, body: { name } })
            toasts.success(text('authenticator.renamed', { name }))
          }}
        />
      ) : null}
      <ConfirmDialog
        opened={asked?.what === 'remove'}
        onClose={close}
        title={text('authenticator.remove.title', { name: asked?.what === 'remove' ? asked.device.name : '' })}
        confirmLabel={text('authenticator.remove')}
        onConfirm={() => (asked?.what === 'remove' ? removeDevice(asked.device.id) : undefined)}
      >
        {text('authenticator.remove.text')}
      </ConfirmDialog>
    </SectionCard>
  )
}

/** Removes a phone, after a new sign-in where the server wants one, and says so. */
function useRemoveDevice(): (id: string) => Promise<void> {
  const text = useText()
  const toasts = useToasts()
  const remove = useEndpointMutation(removeOwnDevice, {
    invalidates: [listOwnDevices, getAccountOverview],
    onSuccess: () => toasts.success(text('authenticator.removed')),
  })
  const { mutateAsync } = remove
  const step = useCallback((deviceId: string) => mutateAsync({ params: { ...ofRealm, deviceId } }), [mutateAsync])
  return useFreshSignIn('remove-device', step)
}
