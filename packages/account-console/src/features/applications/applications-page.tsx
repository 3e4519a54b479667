import { Stack } from '@mantine/core'
import { IconApps } from '@tabler/icons-react'
import { getAccountOverview, listAccountApplications, revokeAccountConsent } from '@ztrust/contract/account'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { PageHeader } from '@ztrust/ui/page-header.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { environment, ofRealm } from '../../environment.ts'
import { QueryState } from '../../patterns/query-state.tsx'
import { useText } from '../../text.ts'
import { type Application, ApplicationCard, useApplicationName } from './application-card.tsx'

export function ApplicationsPage() {
  const text = useText()
  const toasts = useToasts()
  const nameOf = useApplicationName()
  const applications = useEndpoint(listAccountApplications, { params: ofRealm })
  const revoke = useEndpointMutation(revokeAccountConsent, {
    invalidates: [listAccountApplications, getAccountOverview],
  })
  const [asked, setAsked] = useState<Application>()
  const confirm = async () => {
    if (asked === undefined) return
    await revoke.mutateAsync({ params: { ...ofRealm, clientId: asked.clientId } })
    toasts.success(text('applications.revoked', { name: nameOf(asked) }))
  }
  return (
    <>
      <PageHeader
        title={text('nav.applications')}
        description={text('applications.description')}
        site={text('shell.name')}
      />
      <QueryState query={applications} height={240}>
        {(all) => {
          // The portal itself is no application to manage in the portal.
          const shown = all.filter(({ clientId }) => clientId !== environment.clientId)
          if (shown.length === 0) {
            return (
              <EmptyState
                icon={IconApps}
                title={text('applications.none')}
                description={text('applications.none.text')}
              />
            )
          }
          return (
            <Stack component="ul" gap="md" m={0} p={0}>
              {shown.map((application) => (
                <ApplicationCard
                  key={application.clientId}
                  application={application}
                  onRevoke={() => setAsked(application)}
                />
              ))}
            </Stack>
          )
        }}
      </QueryState>
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={text('applications.revoke.title', { name: asked ? nameOf(asked) : '' })}
        confirmLabel={text('applications.revoke')}
        onConfirm={confirm}
      >
        {text('applications.revoke.text')}
      </ConfirmDialog>
    </>
  )
}
