import { IconEye, IconHistory } from '@tabler/icons-react'
import { type AdminEventRepresentation, listAdminEvents } from '@ztrust/contract/admin/events'
import { getServerInfo } from '@ztrust/contract/admin/server-info'
import { ResourceTable } from '@ztrust/ui/resource-table.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { toPageQuery } from '@ztrust/ui/table-state'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { useTableState } from '@ztrust/ui/use-table-state'
import { useState } from 'react'
import { AdminName } from '../../patterns/admin-name.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import { AdminEventDrawer } from './admin-event-drawer.tsx'
import { EventTime, Mono } from './event-cells.tsx'
import { EventFilters, type TextFilter } from './event-filters.tsx'

export function AdminEventsTab() {
  const text = useText()
  const realm = useRealmName()
  const [state, changeState] = useTableState()
  const { first, max } = toPageQuery(state)
  const events = useEndpoint(
    listAdminEvents,
    { params: { realm }, query: { first, max, ...state.filters } },
    { keepPrevious: true },
  )
  const info = useEndpoint(getServerInfo, { params: {} }, { staleTime: Number.POSITIVE_INFINITY })
  const [opened, setOpened] = useState<AdminEventRepresentation>()
  const optionsOf = (name: string) =>
    [...(info.data?.enums[name] ?? [])].sort().map((value) => ({ value, label: value }))
  const typed: readonly TextFilter[] = [
    { name: 'resourcePath', label: text('events.path') },
    { name: 'authUser', label: text('events.userId') },
    { name: 'authIpAddress', label: text('events.ip') },
    { name: 'dateFrom', label: text('events.dateFrom'), type: 'date' },
    { name: 'dateTo', label: text('events.dateTo'), type: 'date' },
  ]
  return (
    <>
      <ResourceTable<AdminEventRepresentation>
        id="admin-events"
        label={text('events.admin')}
        state={state}
        onStateChange={changeState}
        rows={events.data}
        isUpdating={events.isPlaceholderData}
        error={events.error}
        onRetry={() => void events.refetch()}
        rowId={(event) => event.id ?? `${event.time} ${event.resourcePath}`}
        rowName={(event) => `${event.operationType} ${event.resourcePath}`}
        searchable={false}
        filters={[
          { name: 'operationTypes', label: text('events.operation'), options: optionsOf('operationType') },
          { name: 'resourceTypes', label: text('events.resource'), options: optionsOf('resourceType') },
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
        empty={{ icon: IconHistory, title: text('events.emptyAdmin'), description: text('events.emptyAdminHelp') }}
        columns={[
          {
            id: 'time',
            header: text('events.time'),
            width: '10rem',
            render: (event) => <EventTime at={event.time} onOpen={() => setOpened(event)} />,
          },
          {
            id: 'operation',
            header: text('events.operation'),
            width: '8rem',
            render: (event) => <StateBadge tone={toneOf(event)}>{event.operationType}</StateBadge>,
          },
          { id: 'resource', header: text('events.resource'), render: (event) => event.resourceType },
          { id: 'path', header: text('events.path'), render: (event) => <Mono>{event.resourcePath}</Mono> },
          { id: 'by', header: text('events.by'), render: (event) => <AdminName details={event.authDetails} /> },
          {
            id: 'ip',
            header: text('events.ip'),
            initiallyHidden: true,
            render: (event) => <Mono>{event.authDetails.ipAddress}</Mono>,
          },
        ]}
        rowActions={(event) => [{ label: text('events.showDetails'), icon: IconEye, onClick: () => setOpened(event) }]}
      />
      <AdminEventDrawer event={opened} onClose={() => setOpened(undefined)} />
    </>
  )
}

function toneOf({ operationType, error }: AdminEventRepresentation): 'negative' | 'positive' | 'info' | 'neutral' {
  if (error !== undefined || operationType === 'DELETE') return 'negative'
  if (operationType === 'CREATE') return 'positive'
  return operationType === 'UPDATE' ? 'info' : 'neutral'
}
