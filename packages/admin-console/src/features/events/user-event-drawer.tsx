import { Drawer } from '@mantine/core'
import type { EventRepresentation } from '@ztrust/contract/admin/events'
import { useIntl } from 'react-intl'
import { pathTo } from '../../paths.ts'
import { Facts } from '../../patterns/facts.tsx'
import { TextLink } from '../../patterns/text-link.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'

export interface UserEventDrawerProps {
  /** Undefined: closed. */
  readonly event: EventRepresentation | undefined
  readonly onClose: () => void
}

export function UserEventDrawer({ event, onClose }: UserEventDrawerProps) {
  const text = useText()
  const intl = useIntl()
  const realm = useRealmName()
  return (
    <Drawer
      opened={event !== undefined}
      onClose={onClose}
      position="right"
      size={480}
      title={event?.type ?? text('events.detailsTitle')}
    >
      {event === undefined ? null : (
        <Facts
          facts={[
            [text('events.time'), intl.formatDate(event.time, { dateStyle: 'full', timeStyle: 'long' })],
            [text('events.error'), event.error],
            [
              text('events.userColumn'),
              event.userId === undefined ? undefined : (
                <TextLink key="user" to={pathTo.user(realm, event.userId)}>
                  {event.details?.['username'] ?? event.userId}
                </TextLink>
              ),
            ],
            [text('events.client'), event.clientId],
            [text('events.ip'), event.ipAddress],
            [text('events.session'), event.sessionId],
            ...Object.entries(event.details ?? {}),
            [text('common.id'), event.id],
          ]}
        />
      )}
    </Drawer>
  )
}
