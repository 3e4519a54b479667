import { Button, Group, Skeleton, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { Avatar } from '@ztrust/ui/avatar.tsx'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useState } from 'react'
import { type Account, isOver } from '../../device/account.ts'
import { PrimarySwitch } from '../../device/primary-switch.tsx'
import { useAccountRefresh, useAccounts } from '../../device/use-accounts.ts'
import { NotFoundPage } from '../../shell/not-found-page.tsx'
import { Screen } from '../../shell/screen.tsx'
import { useText } from '../../text.ts'
import { AccountStateBadge, AccountStateNotice } from './account-state.tsx'
import classes from './accounts.module.css'
import { DeviceNameForm } from './device-name-form.tsx'
import { RemoveAccountDialog } from './remove-account-dialog.tsx'

/** One account: primary device or not, this phone's name, remove. */
export function AccountPage() {
  const text = useText()
  const { accountId } = useParams({ from: '/accounts/$accountId' })
  const { data: accounts } = useAccounts()
  if (accounts === undefined) {
    return (
      <Screen title={text('home.title')} withBack>
        <Skeleton h={80} radius="lg" />
        <Skeleton h={240} radius="lg" />
      </Screen>
    )
  }
  const account = accounts.find(({ id }) => id === accountId)
  return account === undefined ? <NotFoundPage /> : <AccountDetails key={accountId} account={account} />
}

function AccountDetails({ account }: { readonly account: Account }) {
  const text = useText()
  const { isUnreachable } = useAccountRefresh(account)
  const [isRemoving, setRemoving] = useState(false)
  return (
    <Screen title={account.realmDisplayName} withBack>
      <Group wrap="nowrap" gap="md">
        <Avatar name={account.displayName} photoUrl={account.photoUrl} size={56} decorative />
        <div className={classes['names']}>
          <Text fw={600}>{account.displayName}</Text>
          <Text size="sm" c="dimmed">
            {account.username}
          </Text>
        </div>
      </Group>
      <Group gap="xs">
        <AccountStateBadge state={account.state} isUnreachable={isUnreachable} />
      </Group>
      <AccountStateNotice state={account.state} />
      {isOver(account) ? null : <PrimarySwitch account={account} />}
      <SectionCard title={text('account.details')}>
        {account.state === 'active' ? <DeviceNameForm key={account.deviceName} account={account} /> : null}
        <DeviceFacts account={account} isUnreachable={isUnreachable} />
      </SectionCard>
      <Button
        h={48}
        variant="light"
        color="red"
        leftSection={<IconTrash size={20} stroke={1.5} />}
        onClick={() => setRemoving(true)}
      >
        {text('account.remove')}
      </Button>
      <RemoveAccountDialog account={account} opened={isRemoving} onClose={() => setRemoving(false)} />
    </Screen>
  )
}

function DeviceFacts({ account, isUnreachable }: { readonly account: Account; readonly isUnreachable: boolean }) {
  const text = useText()
  return (
    <dl className={classes['facts']}>
      {account.state === 'active' ? null : (
        <>
          <dt>{text('account.name')}</dt>
          <dd>{account.deviceName}</dd>
        </>
      )}
      <dt>{text('account.model')}</dt>
      <dd>{account.model || text('account.unknownModel')}</dd>
      <dt>{text('account.platform')}</dt>
      <dd>{account.platform || text('account.unknownModel')}</dd>
      <dt>{text('account.added')}</dt>
      <dd>
        <RelativeTime at={account.addedAt} />
      </dd>
      <dt>{text('account.lastUsed')}</dt>
      <dd>
        <RelativeTime at={account.lastUsedAt} />
      </dd>
      {isUnreachable ? (
        <>
          <dt>{text('account.checked')}</dt>
          <dd>
            <RelativeTime at={account.checkedAt} />
          </dd>
        </>
      ) : null}
      <dt>{text('account.organisation')}</dt>
      <dd>{account.realmDisplayName}</dd>
      <dt>{text('account.server')}</dt>
      <dd>{new URL(account.server).host}</dd>
    </dl>
  )
}
