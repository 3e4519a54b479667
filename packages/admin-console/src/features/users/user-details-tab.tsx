import { Stack } from '@mantine/core'
import { listRequiredActions } from '@ztrust/contract/admin/required-actions'
import { getUser, listUsers, type UserRepresentation, updateUser } from '@ztrust/contract/admin/users'
import { MultiSelectField, SwitchField } from '@ztrust/ui/form-choice-fields.tsx'
import { FormSection } from '@ztrust/ui/form-section.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useMemo } from 'react'
import * as z from 'zod'
import { DangerZone } from '../../patterns/danger-zone.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { UserProfileFields } from './user-profile-fields.tsx'
import { fromProfileRows, profileFieldOf, profileSchema, toProfileRows } from './user-profile-values.ts'

export interface UserDetailsTabProps {
  readonly user: UserRepresentation
  readonly onDelete: () => void
}

const noMetadata = { attributes: [], groups: [] }

export function UserDetailsTab({ user, onDelete }: UserDetailsTabProps) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-users')
  const update = useEndpointMutation(updateUser, { invalidates: [getUser, listUsers] })
  const actions = useEndpoint(listRequiredActions, { params: { realm } }, { staleTime: 60_000 })
  const metadata = user.userProfileMetadata ?? noMetadata
  const schema = useMemo(
    () =>
      z.object({
        profile: profileSchema(metadata, text('users.required')),
        enabled: z.boolean(),
        emailVerified: z.boolean(),
        requiredActions: z.array(z.string()),
      }),
    [metadata, text],
  )
  const values = useMemo(
    () => ({
      profile: toProfileRows(metadata, user),
      enabled: user.enabled !== false,
      emailVerified: user.emailVerified === true,
      requiredActions: [...(user.requiredActions ?? [])],
    }),
    [metadata, user],
  )
  const options = useMemo(() => {
    const known = (actions.data ?? []).filter((one) => one.enabled !== false)
    const chosen = (user.requiredActions ?? []).filter((alias) => known.every((one) => one.alias !== alias))
    return [
      ...known.map((one) => ({ value: one.alias ?? '', label: one.name ?? one.alias ?? '' })),
      ...chosen.map((alias) => ({ value: alias, label: alias })),
    ]
  }, [actions.data, user.requiredActions])
  return (
    <Stack gap="xl">
      <ResourceForm
        schema={schema}
        values={values}
        mode="edit"
        isReadOnly={!mayManage}
        fieldOf={(field) => profileFieldOf(metadata, field)}
        onSubmit={async ({ profile, ...rest }) => {
          const body = { ...fromProfileRows(profile, user.attributes ?? {}), ...rest }
          await update.mutateAsync({ params: { realm, id: user.id ?? '' }, body })
          toasts.success(text('user.saved'))
        }}
      >
        <FormSection id="profile" title={text('user.profile')}>
          <UserProfileFields metadata={metadata} />
          <SwitchField
            name="emailVerified"
            label={text('users.emailVerified')}
            help={text('users.emailVerifiedHelp')}
          />
        </FormSection>
        <FormSection id="account" title={text('user.account')}>
          <SwitchField name="enabled" label={text('common.enabled')} help={text('user.enabledHelp')} />
          <MultiSelectField
            name="requiredActions"
            label={text('user.requiredActions')}
            help={text('user.requiredActionsHelp')}
            options={options}
            searchable
          />
        </FormSection>
      </ResourceForm>
      {mayManage ? (
        <DangerZone description={text('user.dangerText')} label={text('users.delete')} onClick={onDelete} />
      ) : null}
    </Stack>
  )
}
