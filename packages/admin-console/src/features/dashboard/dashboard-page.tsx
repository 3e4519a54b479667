import { SimpleGrid } from '@mantine/core'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { Page } from '../../patterns/page.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import { FiguresRow } from './figures-row.tsx'
import { NextSteps } from './next-steps.tsx'
import { RecentChanges } from './recent-changes.tsx'
import { RecentFailures } from './recent-failures.tsx'

/** What matters first: what there is, what goes wrong, what has changed, what to do next. */
export function DashboardPage() {
  const text = useText()
  const realm = useRealmName()
  const { me, mayAny } = useAccess()
  const { user } = useSession()
  const name = user.given_name ?? (me.displayName || user.preferred_username)
  const mayEvents = mayAny('view-events', 'manage-events')
  return (
    <Page
      title={text('dashboard.welcome', { name })}
      crumb={text('dashboard.title')}
      description={text('dashboard.about', { realm })}
    >
      <FiguresRow />
      <NextSteps />
      {mayEvents ? (
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
          <RecentFailures />
          <RecentChanges />
        </SimpleGrid>
      ) : null}
    </Page>
  )
}
