import { Group } from '@mantine/core'
import { IconDeviceMobile, IconPencil, IconStar, IconTrash } from '@tabler/icons-react'
import { listUserDevices, removeUserDevice, renameUserDevice } from '@ztrust/contract/devices'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { NameDialog } from '../../patterns/name-dialog.tsx'
import { SimpleTable } from '../../patterns/simple-table.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

interface NamedDevice {
  readonly id: string
  readonly name: string
}

/** Phones with the authenticator. */
export function UserDevicesTab({ userId }: { readonly userId: string }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const devices = useEndpoint(listUserDevices, { params: { realm, userId } })
  const rename = useEndpointMutation(renameUserDevice, { invalidates: [listUserDevices] })
  const remove = useEndpointMutation(removeUserDevice, { invalidates: [listUserDevices] })
  const [renamed, setRenamed] = useState<NamedDevice>()
  const [doomed, setDoomed] = useState<NamedDevice>()
  const paramsOf = (device: NamedDevice | undefined) => ({ realm, userId, deviceId: device?.id ?? '' })
  return (
    <>
      <SimpleTable
        label={text('user.devices')}
        description={text('devices.help')}
        answer={devices}
        rowId={(device) => device.id}
        rowName={(device) => device.name}
        empty={{ icon: IconDeviceMobile, title: text('devices.empty'), description: text('devices.emptyHelp') }}
        columns={[
          {
            id: 'name',
            header: text('devices.name'),
            render: (device) => (
              <Group gap="xs" component="span">
                {device.name}
                {device.isPrimary ? (
                  <StateBadge tone="info" icon={IconStar}>
                    {text('devices.primary')}
                  </StateBadge>
                ) : null}
              </Group>
            ),
          },
          {
            id: 'model',
            header: text('devices.model'),
            render: (device) => [device.model, device.platform].filter(Boolean).join(', '),
          },
          { id: 'used', header: text('devices.lastUsed'), render: (device) => <RelativeTime at={device.lastUsedAt} /> },
          {
            id: 'added',
            header: text('devices.added'),
            hideOnPhone: true,
            render: (device) => <RelativeTime at={device.createdAt} />,
          },
        ]}
        rowActions={(device) =>
          mayManage
            ? [
                { label: text('devices.rename'), icon: IconPencil, onClick: () => setRenamed(device) },
                {
                  label: text('devices.remove'),
                  icon: IconTrash,
                  dangerous: true,
                  onClick: () => setDoomed(device),
                },
              ]
            : []
        }
      />
      {renamed === undefined ? null : (
        <NameDialog
          title={text('devices.rename')}
          label={text('devices.name')}
          value={renamed.name}
          maxLength={100}
          submitLabel={text('common.save')}
          onClose={() => setRenamed(undefined)}
          onSubmit={async (name) => {
            await rename.mutateAsync({ params: paramsOf(renamed), body: { name } })
            toasts.success(text('devices.renamed'))
          }}
        />
      )}
      <ConfirmDialog
        opened={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        title={text('devices.removeTitle', { name: doomed?.name })}
        confirmLabel={text('devices.remove')}
        onConfirm={async () => {
          await remove.mutateAsync({ params: paramsOf(doomed) })
          toasts.success(text('devices.removed'))
        }}
      >
        {text('devices.removeText')}
      </ConfirmDialog>
    </>
  )
}
