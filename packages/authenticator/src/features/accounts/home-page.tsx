import { Alert, Button, Skeleton } from '@mantine/core'
import { IconDatabaseOff, IconDownload, IconQrcode, IconShieldLock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { useAccounts } from '../../device/use-accounts.ts'
import { useInstall } from '../../shell/install-offer.ts'
import { Screen } from '../../shell/screen.tsx'
import { SettingsMenu } from '../../shell/settings-menu.tsx'
import { useText } from '../../text.ts'
import { AccountCard } from './account-card.tsx'
import classes from './accounts.module.css'

/** All accounts of this phone, and the button that adds one. */
export function HomePage() {
  const text = useText()
  const scan = (
    <Button component={Link} to="/scan" fullWidth h={56} leftSection={<IconQrcode size={24} stroke={1.5} />}>
      {text('home.scan')}
    </Button>
  )
  return (
    <Screen title={text('home.title')} actions={<SettingsMenu />} footer={scan}>
      <InstallOffer />
      <AccountList />
    </Screen>
  )
}

function AccountList() {
  const text = useText()
  const { data: accounts, isError } = useAccounts()
  if (isError) {
    return (
      <EmptyState
        icon={IconDatabaseOff}
        title={text('app.storageFailed')}
        description={text('app.storageFailedHelp')}
      />
    )
  }
  if (accounts === undefined) return <Skeleton h={124} radius="lg" />
  if (accounts.length === 0) {
    return <EmptyState icon={IconShieldLock} title={text('home.emptyTitle')} description={text('home.emptyHelp')} />
  }
  return (
    <ul className={classes['list']}>
      {accounts.map((account) => (
        <li key={account.id}>
          <AccountCard account={account} />
        </li>
      ))}
    </ul>
  )
}

function InstallOffer() {
  const text = useText()
  const install = useInstall()
  if (install === undefined) return null
  return (
    <Alert color="brand" icon={<IconDownload size={20} stroke={1.5} />} title={text('app.install')}>
      {text('app.installHelp')}
      <Button mt="sm" h={48} variant="default" onClick={install}>
        {text('app.install')}
      </Button>
    </Alert>
  )
}
