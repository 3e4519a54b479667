import { SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconApps, IconDevices, IconKey, IconUser } from '@tabler/icons-react'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { paths } from '../../paths.ts'
import { QueryState } from '../../patterns/query-state.tsx'
import { PhotoButton } from '../../photo/photo-button.tsx'
import { displayNameOf, type Overview, useOverview } from '../../shell/use-overview.ts'
import { useText } from '../../text.ts'
import classes from './overview.module.css'
import { Fact, OverviewCard } from './overview-card.tsx'
import { SecurityStatus } from './security-status.tsx'

/** Who am I, which devices, how do I sign in, which applications: four answers with one action each. */
export function OverviewPage() {
  const text = useText()
  const overview = useOverview()
  useDocumentTitle(`${text('nav.overview')} · ${text('shell.name')}`)
  return (
    <QueryState query={overview} height={560}>
      {(data) => (
        <Stack gap="lg">
          <Greeting overview={data} />
          <SecurityStatus overview={data} />
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <ProfileCard overview={data} />
            <DevicesCard overview={data} />
            <SigningInCard overview={data} />
            <ApplicationsCard overview={data} />
          </SimpleGrid>
        </Stack>
      )}
    </QueryState>
  )
}

interface CardProps {
  readonly overview: Overview
}

function Greeting({ overview: { account, photoUrl, lastLoginAt } }: CardProps) {
  const text = useText()
  const name = account.firstName || displayNameOf(account)
  return (
    <div className={classes['greeting']}>
      <PhotoButton name={displayNameOf(account)} photoUrl={photoUrl} size={72} />
      <div className={classes['words']}>
        <Title order={1}>{text(greetingOf(new Date().getHours()), { name })}</Title>
        {lastLoginAt === undefined ? null : (
          <Text c="dimmed">
            {text('overview.lastLogin')} <RelativeTime at={lastLoginAt} />
          </Text>
        )}
      </div>
    </div>
  )
}

function greetingOf(hour: number) {
  if (hour >= 5 && hour < 12) return 'overview.morning'
  return hour >= 12 && hour < 18 ? 'overview.day' : 'overview.evening'
}

function ProfileCard({ overview: { account } }: CardProps) {
  const text = useText()
  return (
    <OverviewCard
      icon={IconUser}
      title={text('overview.profile')}
      action={text('overview.profile.action')}
      path={paths.personalInfo}
    >
      <Fact label={text('overview.name')}>{displayNameOf(account)}</Fact>
      <Fact label={text('wire.username')}>{account.username}</Fact>
      <Fact label={text('wire.email')}>{account.email || text('common.none')}</Fact>
    </OverviewCard>
  )
}

function DevicesCard({ overview: { sessionCount, deviceCount, primaryDevice } }: CardProps) {
  const text = useText()
  return (
    <OverviewCard
      icon={IconDevices}
      title={text('overview.devices')}
      action={text('overview.devices.action')}
      path={paths.deviceActivity}
    >
      <Fact label={text('overview.sessions')}>{text('overview.sessions.count', { count: sessionCount })}</Fact>
      <Fact label={text('overview.authenticator')}>
        {primaryDevice
          ? text('overview.authenticator.primary', { model: primaryDevice.model || primaryDevice.name })
          : text('overview.authenticator.count', { count: deviceCount })}
      </Fact>
    </OverviewCard>
  )
}

function SigningInCard({ overview: { hasPassword, hasOtp, passwordChangedAt } }: CardProps) {
  const text = useText()
  return (
    <OverviewCard
      icon={IconKey}
      title={text('overview.signingIn')}
      action={text('overview.signingIn.action')}
      path={paths.signingIn}
    >
      <Fact label={text('overview.password')}>
        {hasPassword ? (
          <>
            {text('overview.password.changed')} <RelativeTime at={passwordChangedAt} />
          </>
        ) : (
          text('overview.password.none')
        )}
      </Fact>
      <Fact label={text('overview.secondFactor')}>
        {text(hasOtp ? 'overview.secondFactor.otp' : 'overview.secondFactor.none')}
      </Fact>
    </OverviewCard>
  )
}

function ApplicationsCard({ overview: { applicationCount } }: CardProps) {
  const text = useText()
  return (
    <OverviewCard
      icon={IconApps}
      title={text('overview.applications')}
      action={text('overview.applications.action')}
      path={paths.applications}
    >
      <Fact label={text('overview.applications.yours')}>
        {text('overview.applications.count', { count: applicationCount })}
      </Fact>
    </OverviewCard>
  )
}
