import { Stack, Switch } from '@mantine/core'
import {
  addDefaultGroup,
  type GroupRepresentation,
  getGroup,
  listChildGroups,
  listDefaultGroups,
  listGroups,
  removeDefaultGroup,
  updateGroup,
} from '@ztrust/contract/admin/groups'
import { TextAreaField, TextField } from '@ztrust/ui/form-fields.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useMemo } from 'react'
import * as z from 'zod'
import { DangerZone } from '../../patterns/danger-zone.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

export interface GroupDetailsTabProps {
  readonly group: GroupRepresentation
  readonly onDelete: () => void
}

const schema = z.object({ name: z.string().trim().min(1).max(255), description: z.string().max(4000) })

export function GroupDetailsTab({ group, onDelete }: GroupDetailsTabProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const update = useEndpointMutation(updateGroup, { invalidates: [getGroup, listGroups, listChildGroups] })
  const values = useMemo(() => ({ name: group.name ?? '', description: group.description ?? '' }), [group])
  return (
    <Stack gap="xl">
      <ResourceForm
        schema={schema}
        values={values}
        mode="edit"
        isReadOnly={!mayManage}
        onSubmit={async (body) => {
          const { attributes } = group
          await update.mutateAsync({ params: { realm, id: group.id ?? '' }, body: { ...body, attributes } })
          toasts.success(text('group.saved'))
        }}
      >
        <TextField name="name" label={text('common.name')} required />
        <TextAreaField name="description" label={text('common.description')} />
      </ResourceForm>
      <DefaultGroupSwitch groupId={group.id ?? ''} />
      {mayManage ? (
        <DangerZone description={text('group.dangerText')} label={text('group.delete')} onClick={onDelete} />
      ) : null}
    </Stack>
  )
}

function DefaultGroupSwitch({ groupId }: { readonly groupId: string }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const { mayAny } = useAccess()
  const mayView = mayAny('view-realm', 'manage-realm')
  const defaults = useEndpoint(listDefaultGroups, { params: { realm } }, { enabled: mayView })
  const options = { invalidates: [listDefaultGroups], onError: toasts.failure }
  const add = useEndpointMutation(addDefaultGroup, options)
  const remove = useEndpointMutation(removeDefaultGroup, options)
  if (!mayView) return null
  const change = async (isDefault: boolean) => {
    const call = { params: { realm, id: groupId } }
    await (isDefault ? add.mutateAsync(call) : remove.mutateAsync(call)).then(
      () => toasts.success(text(isDefault ? 'group.nowDefault' : 'group.notDefault')),
      () => undefined,
    )
  }
  return (
    <Switch
      label={text('group.isDefault')}
      description={text('group.isDefaultHelp')}
      checked={defaults.data?.some((group) => group.id === groupId) === true}
      disabled={defaults.data === undefined || !mayAny('manage-realm') || add.isPending || remove.isPending}
      onChange={(event) => void change(event.currentTarget.checked)}
    />
  )
}
