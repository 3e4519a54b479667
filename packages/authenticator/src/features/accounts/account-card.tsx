import { Card, Group, Text } from '@mantine/core'
import { IconChevronRight, IconStarFilled } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Avatar } from '@ztrust/ui/avatar.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import type { Account } from '../../device/account.ts'
import { useAccountRefresh } from '../../device/use-accounts.ts'
import { useText } from '../../text.ts'
import { AccountStateBadge } from './account-state.tsx'
import classes from './accounts.module.css'

/** An account on the home screen: organisation, person, state. The whole card opens it. */
export function AccountCard({ account }: { readonly account: Account }) {
  const text = useText()
  const { isUnreachable } = useAccountRefresh(account)
  return (
    <Link to="/accounts/$accountId" params={{ accountId: account.id }} className={classes['link']}>
      <Card className={classes['card'] ?? ''}>
        <Group wrap="nowrap" gap="md">
          <Avatar name={account.displayName} photoUrl={account.photoUrl} size={48} decorative />
          <div className={classes['names']}>
            <Text fw={600} lineClamp={2}>
              {account.realmDisplayName}
            </Text>
            {account.displayName === account.username ? null : (
              <Text size="sm" lineClamp={1}>
                {account.displayName}
              </Text>
            )}
            <Text size="sm" c="dimmed" lineClamp={1}>
              {account.username}
            </Text>
          </div>
          <IconChevronRight size={20} stroke={1.5} className={classes['chevron']} aria-hidden />
        </Group>
        <Group gap="xs" mt="sm">
          <AccountStateBadge state={account.state} isUnreachable={isUnreachable} />
          {account.isPrimary ? (
            <StateBadge tone="info" icon={IconStarFilled}>
              {text('home.primary')}
            </StateBadge>
          ) : null}
        </Group>
      </Card>
    </Link>
  )
}
