import { Code, Drawer, ScrollArea, Stack, Text } from '@mantine/core'
import type { AdminEventRepresentation } from '@ztrust/contract/admin/events'
import { useIntl } from 'react-intl'
import { AdminName } from '../../patterns/admin-name.tsx'
import { Facts } from '../../patterns/facts.tsx'
import { useText } from '../../text.ts'

export interface AdminEventDrawerProps {
  /** Undefined: closed. */
  readonly event: AdminEventRepresentation | undefined
  readonly onClose: () => void
}

export function AdminEventDrawer({ event, onClose }: AdminEventDrawerProps) {
  const text = useText()
  const intl = useIntl()
  return (
    <Drawer
      opened={event !== undefined}
      onClose={onClose}
      position="right"
      size={560}
      title={event === undefined ? text('events.detailsTitle') : `${event.operationType} ${event.resourceType}`}
    >
      {event === undefined ? null : (
        <Stack>
          <Facts
            facts={[
              [text('events.time'), intl.formatDate(event.time, { dateStyle: 'full', timeStyle: 'long' })],
              [text('events.error'), event.error],
              [text('events.path'), event.resourcePath],
              [text('events.by'), <AdminName key="by" details={event.authDetails} />],
              [text('events.realm'), event.authDetails.realmId],
              [text('events.client'), event.authDetails.clientId],
              [text('events.ip'), event.authDetails.ipAddress],
              [text('common.id'), event.id],
            ]}
          />
          {event.representation === undefined ? null : (
            <div>
              <Text fw={500} mb={4}>
                {text('events.representation')}
              </Text>
              <ScrollArea type="auto">
                <Code block>{pretty(event.representation)}</Code>
              </ScrollArea>
            </div>
          )}
        </Stack>
      )}
    </Drawer>
  )
}

function pretty(representation: string): string {
  try {
    return JSON.stringify(JSON.parse(representation), null, 2)
  } catch {
    return representation
  }
}
