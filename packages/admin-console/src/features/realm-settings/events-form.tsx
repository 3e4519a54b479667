import { Button, Group, Stack } from '@mantine/core'
import {
  clearAdminEvents,
  clearEvents,
  getEventsConfig,
  listAdminEvents,
  listEvents,
  type RealmEventsConfigRepresentation,
  updateEventsConfig,
} from '@ztrust/contract/admin/events'
import { getRealm } from '@ztrust/contract/admin/realms'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { DurationField } from '@ztrust/ui/duration-field.tsx'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { SwitchField } from '@ztrust/ui/form-choice-fields.tsx'
import { FormSection } from '@ztrust/ui/form-section.tsx'
import { ResourceForm } from '@ztrust/ui/resource-form.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useMemo, useState } from 'react'
import * as z from 'zod'
import { DetailSkeleton } from '../../patterns/detail-skeleton.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'

const schema = z.object({
  eventsEnabled: z.boolean(),
  eventsExpiration: z.number().int().min(0).max(1_000_000_000),
  adminEventsEnabled: z.boolean(),
  adminEventsDetailsEnabled: z.boolean(),
})

/** Which events are kept, and for how long. */
export function EventsForm() {
  const realm = useRealmName()
  const config = useEndpoint(getEventsConfig, { params: { realm } })
  if (config.error !== null) return <ErrorState error={config.error} onRetry={() => void config.refetch()} />
  return config.data === undefined ? <DetailSkeleton /> : <ConfigForm config={config.data} />
}

function ConfigForm({ config }: { readonly config: RealmEventsConfigRepresentation }) {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const mayManage = useAccess().mayAny('manage-events')
  const update = useEndpointMutation(updateEventsConfig, { invalidates: [getEventsConfig, getRealm] })
  const values = useMemo(
    () => ({
      eventsEnabled: config.eventsEnabled === true,
      eventsExpiration: config.eventsExpiration ?? 0,
      adminEventsEnabled: config.adminEventsEnabled === true,
      adminEventsDetailsEnabled: config.adminEventsDetailsEnabled === true,
    }),
    [config],
  )
  return (
    <Stack gap="xl">
      <ResourceForm
        schema={schema}
        values={values}
        mode="edit"
        isReadOnly={!mayManage}
        onSubmit={async (body) => {
          await update.mutateAsync({ params: { realm }, body: { ...config, ...body } })
          toasts.success(text('realm.saved'))
        }}
      >
        <FormSection id="user-events" title={text('realm.sectionUserEvents')}>
          <SwitchField
            name="eventsEnabled"
            label={text('realm.saveUserEvents')}
            help={text('realm.saveUserEventsHelp')}
          />
          <DurationField name="eventsExpiration" label={text('realm.expiration')} help={text('realm.expirationHelp')} />
        </FormSection>
        <FormSection id="admin-events" title={text('realm.sectionAdminEvents')}>
          <SwitchField
            name="adminEventsEnabled"
            label={text('realm.saveAdminEvents')}
            help={text('realm.saveAdminEventsHelp')}
          />
          <SwitchField
            name="adminEventsDetailsEnabled"
            label={text('realm.includeRepresentation')}
            help={text('realm.includeRepresentationHelp')}
          />
        </FormSection>
      </ResourceForm>
      {mayManage ? <ClearEventsCard /> : null}
    </Stack>
  )
}

function ClearEventsCard() {
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const clearUser = useEndpointMutation(clearEvents, { invalidates: [listEvents] })
  const clearAdmin = useEndpointMutation(clearAdminEvents, { invalidates: [listAdminEvents] })
  const [asked, setAsked] = useState<'user' | 'admin'>()
  return (
    <SectionCard dangerous title={text('common.dangerZone')} description={text('realm.clearHelp')}>
      <Group>
        <Button color="red" variant="light" onClick={() => setAsked('user')}>
          {text('realm.clearUserEvents')}
        </Button>
        <Button color="red" variant="light" onClick={() => setAsked('admin')}>
          {text('realm.clearAdminEvents')}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={text('realm.clearTitle')}
        confirmLabel={text(asked === 'admin' ? 'realm.clearAdminEvents' : 'realm.clearUserEvents')}
        onConfirm={async () => {
          await (asked === 'admin' ? clearAdmin : clearUser).mutateAsync({ params: { realm } })
          toasts.success(text('realm.cleared'))
        }}
      >
        {text('realm.clearText')}
      </ConfirmDialog>
    </SectionCard>
  )
}
