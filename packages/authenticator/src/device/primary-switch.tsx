import { Card, Group, Switch, Text } from '@mantine/core'
import { IconStarFilled } from '@tabler/icons-react'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useState } from 'react'
import { useText } from '../text.ts'
import type { Account } from './account.ts'
import classes from './device.module.css'
import { useChangeAccount } from './use-change-account.ts'

/** Makes this phone the one that sign-in requests go to. */
export function PrimarySwitch({ account }: { readonly account: Account }) {
  const text = useText()
  const toasts = useToasts()
  const [isBusy, setBusy] = useState(false)
  const change = useChangeAccount(account)
  const toggle = async (isPrimary: boolean) => {
    setBusy(true)
    const isChanged = await change({ isPrimary })
    setBusy(false)
    if (isChanged) toasts.success(text(isPrimary ? 'account.primaryOn' : 'account.primaryOff'))
  }
  return (
    <Card component="label" className={classes['primary'] ?? ''} data-on={account.isPrimary || undefined}>
      <Group wrap="nowrap" gap="md">
        <IconStarFilled size={24} className={classes['star']} aria-hidden />
        <div className={classes['grow']}>
          <Text fw={600}>{text('account.primary')}</Text>
          <Text size="sm" c="dimmed" id="primary-help">
            {text('account.primaryHelp')}
          </Text>
        </div>
        <Switch
          size="xl"
          checked={account.isPrimary}
          disabled={isBusy || account.state !== 'active'}
          onChange={(event) => void toggle(event.currentTarget.checked)}
          aria-label={text('account.primary')}
          aria-describedby="primary-help"
        />
      </Group>
    </Card>
  )
}
