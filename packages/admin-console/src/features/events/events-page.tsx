import { Alert } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { getEventsConfig } from '@ztrust/contract/admin/events'
import { DetailTabs } from '@ztrust/ui/detail-tabs.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { pathTo } from '../../paths.ts'
import { Page } from '../../patterns/page.tsx'
import { TextLink } from '../../patterns/text-link.tsx'
import { useRealmName, useTab } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import { AdminEventsTab } from './admin-events-tab.tsx'
import { UserEventsTab } from './user-events-tab.tsx'

const tabs = ['user', 'admin'] as const

export function EventsPage() {
  const text = useText()
  const realm = useRealmName()
  const tab = useTab(tabs)
  const config = useEndpoint(getEventsConfig, { params: { realm } })
  const isSaved = tab === 'user' ? config.data?.eventsEnabled : config.data?.adminEventsEnabled
  return (
    <Page title={text('events.title')} description={text('events.help')}>
      <DetailTabs
        label={text('events.tabs')}
        value={tab}
        tabs={tabs.map((value) => ({ value, label: text(`events.${value}`), path: pathTo.events(realm, value) }))}
      >
        {config.data !== undefined && isSaved !== true ? (
          <Alert color="blue" icon={<IconInfoCircle size={18} stroke={1.5} />} mb="md">
            {text(tab === 'user' ? 'events.notSavedUser' : 'events.notSavedAdmin')}{' '}
            <TextLink to={pathTo.settings(realm, 'events')}>{text('events.configure')}</TextLink>
          </Alert>
        ) : null}
        {tab === 'user' ? <UserEventsTab /> : <AdminEventsTab />}
      </DetailTabs>
    </Page>
  )
}
