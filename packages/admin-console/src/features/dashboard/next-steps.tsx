import { SimpleGrid } from '@mantine/core'
import { type Icon, IconApps, IconCircleCheck, IconUserPlus } from '@tabler/icons-react'
import { AppLink } from '@ztrust/ui/app-link.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { pathTo } from '../../paths.ts'
import { useRealmName } from '../../route-parameters.ts'
import { useAccess } from '../../shell/access.tsx'
import { useText } from '../../text.ts'
import classes from './dashboard.module.css'
import { useFigures } from './use-figures.ts'

/** For a realm that nobody uses yet; gone once there are a client and a user. */
export function NextSteps() {
  const text = useText()
  const realm = useRealmName()
  const { counts, ownClients } = useFigures(realm)
  const mayBoth = useAccess().mayAny('manage-users') && ownClients !== undefined && counts.users !== undefined
  // The first administrator of master is there from the start.
  const hasUsers = (counts.users ?? 0) > (realm === 'master' ? 1 : 0)
  const hasClients = (ownClients ?? 0) > 0
  if (!mayBoth || realm === 'master' || (hasUsers && hasClients)) return null
  return (
    <SectionCard title={text('dashboard.next')} description={text('dashboard.nextHelp')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Step
          icon={IconApps}
          isDone={hasClients}
          title={text('dashboard.nextClient')}
          help={text('dashboard.nextClientHelp')}
          path={pathTo.newClient(realm)}
        />
        <Step
          icon={IconUserPlus}
          isDone={hasUsers}
          title={text('dashboard.nextUser')}
          help={text('dashboard.nextUserHelp')}
          path={`${pathTo.users(realm)}?create=true`}
        />
      </SimpleGrid>
    </SectionCard>
  )
}

interface StepProps {
  readonly icon: Icon
  readonly isDone: boolean
  readonly title: string
  readonly help: string
  readonly path: string
}

function Step({ icon, isDone, title, help, path }: StepProps) {
  const text = useText()
  const IconOf = isDone ? IconCircleCheck : icon
  return (
    <AppLink to={path} className={classes['step']}>
      <IconOf size={24} stroke={1.5} aria-hidden />
      <span className={classes['words']}>
        <strong>{isDone ? `${title} · ${text('dashboard.done')}` : title}</strong>
        <span className={classes['detail']}>{help}</span>
      </span>
    </AppLink>
  )
}
