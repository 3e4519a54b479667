import { Button, Stack } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import {
  endAccountSession,
  endOtherAccountSessions,
  getAccountOverview,
  listAccountDevices,
} from '@ztrust/contract/account'
import type { EndpointResult } from '@ztrust/contract/endpoint'
import { ConfirmDialog } from '@ztrust/ui/confirm-dialog.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEndpoint, useEndpointMutation } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import { ofRealm } from '../../environment.ts'
import { QueryState } from '../../patterns/query-state.tsx'
import { useText } from '../../text.ts'
import { SessionRow, type ShownSession, useSessionName } from './session-row.tsx'

type Devices = EndpointResult<typeof listAccountDevices>

/** Everywhere the person is signed in, this device first. */
export function SessionsCard() {
  const text = useText()
  const toasts = useToasts()
  const nameOf = useSessionName()
  const devices = useEndpoint(listAccountDevices, { params: ofRealm })
  const invalidates = [listAccountDevices, getAccountOverview]
  const endOne = useEndpointMutation(endAccountSession, { invalidates })
  const endOthers = useEndpointMutation(endOtherAccountSessions, { invalidates })
  const [asked, setAsked] = useState<ShownSession | 'others'>()
  const sessions = devices.data ? toSessions(devices.data) : []
  const others = sessions.filter(({ isCurrent }) => !isCurrent)

  const confirm = async () => {
    if (asked === 'others') {
      await endOthers.mutateAsync({ params: ofRealm })
      toasts.success(text('sessions.endedOthers'))
    } else if (asked !== undefined) {
      await endOne.mutateAsync({ params: { ...ofRealm, sessionId: asked.id } })
      toasts.success(text('sessions.ended', { name: nameOf(asked) }))
    }
  }
  return (
    <SectionCard
      title={text('sessions.title')}
      description={text('sessions.description')}
      actions={
        others.length === 0 ? undefined : (
          <Button
            variant="default"
            leftSection={<IconLogout size={18} stroke={1.5} />}
            onClick={() => setAsked('others')}
          >
            {text('sessions.endOthers')}
          </Button>
        )
      }
    >
      <QueryState query={devices} height={160}>
        {() => (
          <Stack component="ul" gap={0} m={0} p={0}>
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => setAsked(session)} />
            ))}
          </Stack>
        )}
      </QueryState>
      <ConfirmDialog
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={
          asked === 'others' || asked === undefined
            ? text('sessions.endOthers.title')
            : text('sessions.end.title', { name: nameOf(asked) })
        }
        confirmLabel={text(asked === 'others' ? 'sessions.endOthers.confirm' : 'sessions.end')}
        onConfirm={confirm}
      >
        {asked === 'others' ? text('sessions.endOthers.text', { count: others.length }) : text('sessions.end.text')}
      </ConfirmDialog>
    </SectionCard>
  )
}

function toSessions(devices: Devices): readonly ShownSession[] {
  const all = devices.flatMap(({ os, osVersion, device, mobile, sessions }) =>
    sessions.map(
      (session): ShownSession => ({
        id: session.id,
        browser: session.browser.split('/')[0] ?? session.browser,
        system: os === 'Other' ? undefined : [os, osVersion].filter(Boolean).join(' '),
        device: device === 'Other' ? undefined : device,
        isMobile: mobile,
        ip: session.ipAddress,
        lastAccessAt: session.lastAccess * 1000,
        startedAt: session.started * 1000,
        isCurrent: session.current === true,
        applications: session.clients
          .filter(({ clientId }) => clientId !== 'account-console')
          .map(({ clientId, clientName }) => clientName || clientId),
      }),
    ),
  )
  return all.sort(
    (left, right) => Number(right.isCurrent) - Number(left.isCurrent) || right.lastAccessAt - left.lastAccessAt,
  )
}
