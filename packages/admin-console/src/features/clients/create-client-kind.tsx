import { Radio, Text } from '@mantine/core'
import { type Icon, IconBrowser, IconDeviceMobile, IconServer, IconSettingsAutomation } from '@tabler/icons-react'
import { useText } from '../../text.ts'
import { type ClientKind, clientKinds } from './client-kind.ts'
import classes from './create-client-page.module.css'

const icons: Readonly<Record<ClientKind, Icon>> = {
  web: IconServer,
  spa: IconBrowser,
  native: IconDeviceMobile,
  service: IconSettingsAutomation,
}

export interface ClientKindStepProps {
  readonly value: ClientKind
  readonly onChange: (kind: ClientKind) => void
}

export function ClientKindStep({ value, onChange }: ClientKindStepProps) {
  const text = useText()
  return (
    <Radio.Group
      label={text('newClient.kind')}
      value={value}
      onChange={(next) => onChange(clientKinds.find((kind) => kind === next) ?? 'web')}
    >
      <div className={classes['kinds']}>
        {clientKinds.map((kind) => {
          const IconOf = icons[kind]
          return (
            <Radio.Card key={kind} value={kind} className={classes['kind'] ?? ''} autoFocus={kind === value}>
              <IconOf size={24} stroke={1.5} aria-hidden />
              <span className={classes['kindWords']}>
                <Text component="span" fw={500}>
                  {text(`newClient.${kind}`)}
                </Text>
                <Text component="span" c="dimmed" size="sm">
                  {text(`newClient.${kind}Help`)}
                </Text>
              </span>
            </Radio.Card>
          )
        })}
      </div>
    </Radio.Group>
  )
}
