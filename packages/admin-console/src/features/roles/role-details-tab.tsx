import { Stack } from '@mantine/core'
import {
  getRoleById,
  listClientRoles,
  listRealmRoles,
  type RoleRepresentation,
  updateRoleById,
} from '@ztrust/contract/admin/roles'
import { TextAreaField, TextField } from '@ztrust/ui/form-fields.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useMemo } from 'react'
import * as z from 'zod'
import { DangerZone } from '../../patterns/danger-zone.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'

export interface RoleDetailsTabProps {
  readonly role: RoleRepresentation
  readonly isReadOnly: boolean
  readonly onDelete: () => void
}

const schema = z.object({ name: z.string().trim().min(1).max(255), description: z.string().max(4000) })

export function RoleDetailsTab({ role, isReadOnly, onDelete }: RoleDetailsTabProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const update = useEndpointMutation(updateRoleById, { invalidates: [getRoleById, listRealmRoles, listClientRoles] })
  const values = useMemo(() => ({ name: role.name ?? '', description: role.description ?? '' }), [role])
  return (
    <Stack gap="xl">
      <ResourceForm
        schema={schema}
        values={values}
        mode="edit"
        isReadOnly={isReadOnly}
        onSubmit={async (body) => {
          const { attributes } = role
          await update.mutateAsync({ params: { realm, id: role.id ?? '' }, body: { ...body, attributes } })
          toasts.success(text('role.saved'))
        }}
      >
        <TextField name="name" label={text('common.name')} help={text('roles.nameHelp')} required />
        <TextAreaField name="description" label={text('common.description')} />
      </ResourceForm>
      {isReadOnly ? null : (
        <DangerZone description={text('role.dangerText')} label={text('role.delete')} onClick={onDelete} />
      )}
    </Stack>
  )
}
