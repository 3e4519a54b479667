import { Button, Text } from '@mantine/core'
import { IconDeviceMobile, IconPencil, IconStar } from '@tabler/icons-react'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { RowMenu } from '@ztrust/ui/row-menu.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { useText } from '../../text.ts'
import type { Device } from './authenticator-card.tsx'
import classes from './device-activity.module.css'

export interface DeviceRowProps {
  readonly device: Device
  readonly onRename: () => void
  readonly onRemove: () => void
}

export function DeviceRow({ device, onRename, onRemove }: DeviceRowProps) {
  const text = useText()
  const { name, model, platform, isPrimary, createdAt, lastUsedAt } = device
  return (
    <li className={classes['row']}>
      <span className={classes['icon']} aria-hidden>
        <IconDeviceMobile size={22} stroke={1.5} />
      </span>
      <div className={classes['words']}>
        <div className={classes['name']}>
          <Text component="span" fw={500}>
            {name}
          </Text>
          {isPrimary ? (
            <StateBadge tone="info" icon={IconStar}>
              {text('authenticator.primary')}
            </StateBadge>
          ) : null}
        </div>
        <Text c="dimmed" size="sm">
          {[model, platform].filter((part) => part !== '').join(', ')}
        </Text>
        <Text c="dimmed" size="sm">
          {text('authenticator.added')} <RelativeTime at={createdAt} />,{' '}
          {lastUsedAt === undefined ? (
            text('authenticator.neverUsed')
          ) : (
            <>
              {text('authenticator.lastUsed')} <RelativeTime at={lastUsedAt} />
            </>
          )}
        </Text>
      </div>
      <div className={classes['actions']}>
        <Button
          variant="subtle"
          color="red"
          size="compact-md"
          onClick={onRemove}
          aria-label={text('authenticator.removeNamed', { name })}
        >
          {text('authenticator.remove')}
        </Button>
        <RowMenu name={name} actions={[{ label: text('common.rename'), icon: IconPencil, onClick: onRename }]} />
      </div>
    </li>
  )
}
