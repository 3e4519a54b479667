import { type AdminEventRepresentation, getEventsConfig, listAdminEvents } from '@ztrust/contract/admin/events'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { pathTo } from '../../paths.ts'
import { useAdminName } from '../../patterns/admin-name.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import { linesShown, RecentEvents } from './recent-events.tsx'

export function RecentChanges() {
  const text = useText()
  const realm = useRealmName()
  const config = useEndpoint(getEventsConfig, { params: { realm } })
  const events = useEndpoint(listAdminEvents, { params: { realm }, query: { first: 0, max: linesShown } })
  return (
    <RecentEvents
      title={text('dashboard.changes')}
      isSaved={config.data?.adminEventsEnabled === true ? true : config.data === undefined ? undefined : false}
      notSaved={text('dashboard.changesOff')}
      none={text('dashboard.changesNone')}
      allPath={pathTo.events(realm, 'admin')}
      answer={events}
      describe={(event) => ({
        title: <ChangeSentence event={event} />,
        detail: event.resourcePath,
        at: event.time,
      })}
    />
  )
}

function ChangeSentence({ event }: { readonly event: AdminEventRepresentation }) {
  const text = useText()
  const admin = useAdminName(event.authDetails)
  const thing = event.resourceType.toLowerCase().replaceAll('_', ' ')
  return text('dashboard.change', { operation: event.operationType, admin, thing })
}
