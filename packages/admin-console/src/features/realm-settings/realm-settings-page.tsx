import { getRealm } from '@ztrust/contract/admin/realms'
import { DetailTabs } from '@ztrust/ui/detail-tabs.tsx'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { pathTo } from '../../paths.ts'
import { DetailSkeleton } from '../../patterns/detail-skeleton.tsx'
import { Page } from '../../patterns/page.tsx'
import { useRealmName, useTab } from '../../route-parameters.ts'
import { useText } from '../../text.ts'
import { EventsForm } from './events-form.tsx'
import { GeneralForm } from './general-form.tsx'
import { LoginForm } from './login-form.tsx'
import { SecurityForm } from './security-form.tsx'
import { SessionsForm } from './sessions-form.tsx'

const tabs = ['general', 'login', 'sessions', 'security', 'events'] as const

export function RealmSettingsPage() {
  const text = useText()
  const realm = useRealmName()
  const tab = useTab(tabs)
  const settings = useEndpoint(getRealm, { params: { realm } })
  if (settings.error !== null) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
  if (settings.data === undefined) return <DetailSkeleton />
  const { data } = settings
  return (
    <Page title={text('realm.title')} copy={{ name: text('realm.name'), value: realm }}>
      <DetailTabs
        label={text('realm.tabs')}
        value={tab}
        tabs={tabs.map((value) => ({ value, label: text(`realm.${value}`), path: pathTo.settings(realm, value) }))}
      >
        {tab === 'general' ? <GeneralForm settings={data} /> : null}
        {tab === 'login' ? <LoginForm settings={data} /> : null}
        {tab === 'sessions' ? <SessionsForm settings={data} /> : null}
        {tab === 'security' ? <SecurityForm settings={data} /> : null}
        {tab === 'events' ? <EventsForm /> : null}
      </DetailTabs>
    </Page>
  )
}
