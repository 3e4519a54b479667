import { getEventsConfig, listEvents } from '@ztrust/contract/admin/events'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { pathTo } from '../../paths.ts'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import { linesShown, RecentEvents } from './recent-events.tsx'

export function RecentFailures() {
  const text = useText()
  const realm = useRealmName()
  const config = useEndpoint(getEventsConfig, { params: { realm } })
  const events = useEndpoint(listEvents, {
    params: { realm },
    query: { type: 'LOGIN_ERROR', first: 0, max: linesShown },
  })
  return (
    <RecentEvents
      title={text('dashboard.failed')}
      isSaved={config.data?.eventsEnabled === true ? true : config.data === undefined ? undefined : false}
      notSaved={text('dashboard.failedOff')}
      none={text('dashboard.failedNone')}
      allPath={`${pathTo.events(realm, 'user')}?f.type=LOGIN_ERROR`}
      answer={events}
      describe={(event) => ({
        title: text('dashboard.failedLine', {
          user: event.details?.['username'] ?? text('dashboard.unknownUser'),
          ip: event.ipAddress,
        }),
        detail: [event.error, event.clientId].filter(Boolean).join(' · '),
        at: event.time,
      })}
    />
  )
}
