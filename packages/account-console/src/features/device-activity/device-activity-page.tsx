import { Stack } from '@mantine/core'
import { PageHeader } from '@ztrust/ui/page-header.tsx'
import { useText } from '../../text.ts'
import { AuthenticatorCard } from './authenticator-card.tsx'
import { SessionsCard } from './sessions-card.tsx'

export function DeviceActivityPage() {
  const text = useText()
  return (
    <>
      <PageHeader
        title={text('nav.deviceActivity')}
        description={text('devices.description')}
        site={text('shell.name')}
      />
      <Stack gap="lg">
        <AuthenticatorCard />
        <SessionsCard />
      </Stack>
    </>
  )
}
