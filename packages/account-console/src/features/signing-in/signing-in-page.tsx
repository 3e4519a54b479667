import { Stack, Text } from '@mantine/core'
import { listAccountCredentials } from '@ztrust/contract/account'
import { PageHeader } from '@ztrust/ui/page-header.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { ofRealm } from '../../environment.ts'
import { paths } from '../../paths.ts'
import { QueryState } from '../../patterns/query-state.tsx'
import { TextLink } from '../../patterns/text-link.tsx'
import { useText } from '../../text.ts'
import { PasswordCard } from './password-card.tsx'
import { SecondFactorCard } from './second-factor-card.tsx'

export function SigningInPage() {
  const text = useText()
  const credentials = useEndpoint(listAccountCredentials, { params: ofRealm })
  return (
    <>
      <PageHeader title={text('nav.signingIn')} description={text('signingIn.description')} site={text('shell.name')} />
      <Stack gap="lg">
        <QueryState query={credentials} height={420}>
          {(containers) => (
            <>
              {containers.map((container) => {
                if (container.type === 'password') return <PasswordCard key={container.type} container={container} />
                if (container.type === 'otp') return <SecondFactorCard key={container.type} container={container} />
                return null
              })}
            </>
          )}
        </QueryState>
        <SectionCard title={text('authenticator.title')}>
          <Text c="dimmed" mb="xs">
            {text('signingIn.authenticator')}
          </Text>
          <TextLink to={paths.deviceActivity}>{text('signingIn.authenticator.action')}</TextLink>
        </SectionCard>
      </Stack>
    </>
  )
}
