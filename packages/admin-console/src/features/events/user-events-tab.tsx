import { IconEye, IconHistory } from '@tabler/icons-react'
import { type EventRepresentation, listEvents } from '@ztrust/contract/admin/events'
import { getServerInfo } from '@ztrust/contract/admin/server-info'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { toPageQuery } from '@ztrust/ui/table-state'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { useState } from 'react'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import { EventTime, Mono } from './event-cells.tsx'
import { EventFilters, type TextFilter } from './event-filters.tsx'
import { UserEventDrawer } from './user-event-drawer.tsx'

export function UserEventsTab() {
  const text = useText()
  const realm = useRealmName()
  const [state, changeState] = useTableState()
  const { first, max } = toPageQuery(state)
  const events = useEndpoint(
    listEvents,
    { params: { realm }, query: { first, max, ...state.filters } },
    { keepPrevious: true },
  )
  const info = useEndpoint(getServerInfo, { params: {} }, { staleTime: Number.POSITIVE_INFINITY })
  const [opened, setOpened] = useState<EventRepresentation>()
  const types = [...(info.data?.enums['eventType'] ?? [])].sort()
  const typed: readonly TextFilter[] = [
    { name: 'user', label: text('events.userId') },
    { name: 'client', label: text('events.clientId') },
    { name: 'ipAddress', label: text('events.ip') },
    { name: 'dateFrom', label: text('events.dateFrom'), type: 'date' },
    { name: 'dateTo', label: text('events.dateTo'), type: 'date' },
  ]
  return (
    <>
      <ResourceTable<EventRepresentation>
        id="user-events"
        label={text('events.user')}
        state={state}
        onStateChange={changeState}
        rows={events.data}
        isUpdating={events.isPlaceholderData}
        error={events.error}
        onRetry={() => void events.refetch()}
        rowId={(event) => event.id ?? `${event.time} ${event.type} ${event.userId ?? ''}`}
        rowName={(event) => event.type}
        searchable={false}
        filters={[
          { name: 'type', label: text('events.type'), options: types.map((value) => ({ value, label: value })) },
          ...typed.map(({ name, label }) => ({ name, label, options: [] })),
        ]}
        toolbar={
          <EventFilters
            filters={typed}
            state={state}
            onStateChange={changeState}
            onRefresh={() => void events.refetch()}
            isRefreshing={events.isRefetching}
          />
        }
        empty={{ icon: IconHistory, title: text('events.emptyUser'), description: text('events.emptyUserHelp') }}
        columns={[
          {
            id: 'time',
            header: text('events.time'),
            width: '10rem',
            render: (event) => <EventTime at={event.time} onOpen={() => setOpened(event)} />,
          },
          {
            id: 'type',
            header: text('events.type'),
            render: (event) => (
              <StateBadge tone={event.error === undefined ? 'neutral' : 'negative'}>{event.type}</StateBadge>
            ),
          },
          { id: 'user', header: text('events.userColumn'), render: (event) => <Mono>{nameOfUser(event)}</Mono> },
          { id: 'client', header: text('events.client'), render: (event) => event.clientId },
          { id: 'ip', header: text('events.ip'), render: (event) => <Mono>{event.ipAddress}</Mono> },
          { id: 'error', header: text('events.error'), render: (event) => event.error },
        ]}
        rowActions={(event) => [{ label: text('events.showDetails'), icon: IconEye, onClick: () => setOpened(event) }]}
      />
      <UserEventDrawer event={opened} onClose={() => setOpened(undefined)} />
    </>
  )
}

/** The username where the event holds it: an id says little to a person. */
function nameOfUser(event: EventRepresentation): string | undefined {
  return event.details?.['username'] ?? event.userId
}
