import { Badge, Button, Card, Group, List, Stack, Text, Title } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { listAccountApplications } from '@ztrust/contract/account'
import type { EndpointResult } from '@ztrust/contract/endpoint'
import { RelativeTime } from '@ztrust/ui/relative-time.tsx'
import { StateBadge } from '@ztrust/ui/state-badge.tsx'
import { type ReactNode, useCallback } from 'react'
import { useWireText } from '../../patterns/wire-text.ts'
import { useText } from '../../text.ts'
import classes from './applications.module.css'

export type Application = EndpointResult<typeof listAccountApplications>[number]

export function useApplicationName(): (application: Application) => string {
  const wireText = useWireText()
  return useCallback(({ clientName, clientId }) => (clientName ? wireText(clientName) : clientId), [wireText])
}

export interface ApplicationCardProps {
  readonly application: Application
  readonly onRevoke: () => void
}

/** What an application is, what one may do there, and what it may know. */
export function ApplicationCard({ application, onRevoke }: ApplicationCardProps) {
  const text = useText()
  const wireText = useWireText()
  const nameOf = useApplicationName()
  const name = nameOf(application)
  const { description, inUse, offlineAccess, effectiveUrl, roles = [], consent } = application
  return (
    <Card component="li" className={classes['card'] ?? ''}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div className={classes['words']}>
          <Group gap="xs">
            <Title order={2} size="h3">
              {name}
            </Title>
            {inUse ? <StateBadge tone="positive">{text('applications.inUse')}</StateBadge> : null}
            {offlineAccess ? <StateBadge tone="info">{text('applications.offline')}</StateBadge> : null}
          </Group>
          {description ? <Text c="dimmed">{wireText(description)}</Text> : null}
        </div>
        {effectiveUrl === undefined ? null : (
          <Button
            component="a"
            href={effectiveUrl}
            target="_blank"
            rel="noreferrer"
            variant="default"
            rightSection={<IconExternalLink size={18} stroke={1.5} />}
            aria-label={text('applications.openNamed', { name })}
          >
            {text('applications.open')}
          </Button>
        )}
      </Group>
      {roles.length === 0 ? null : (
        <Part title={text('applications.roles')}>
          <Stack component="ul" gap="xs" m={0} p={0}>
            {roles.map((role) => (
              <Group key={role.name} component="li" gap="xs">
                <Badge>{role.name}</Badge>
                {role.description ? (
                  <Text c="dimmed" size="sm">
                    {wireText(role.description)}
                  </Text>
                ) : null}
              </Group>
            ))}
          </Stack>
        </Part>
      )}
      {consent === undefined ? null : (
        <Part title={text('applications.consent')}>
          <List>
            {consent.grantedScopes.map((scope) => (
              <List.Item key={scope.id}>{wireText(scope.displayText || scope.name)}</List.Item>
            ))}
          </List>
          <Text c="dimmed" size="sm">
            {text('applications.consentSince')} <RelativeTime at={consent.lastUpdatedDate} />
          </Text>
        </Part>
      )}
      {consent !== undefined || offlineAccess ? (
        <Group mt="md">
          <Button
            variant="subtle"
            color="red"
            size="compact-md"
            onClick={onRevoke}
            aria-label={text('applications.revokeNamed', { name })}
          >
            {text('applications.revoke')}
          </Button>
        </Group>
      ) : null}
    </Card>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap={4} mt="md">
      <Text size="sm" fw={500}>
        {title}
      </Text>
      {children}
    </Stack>
  )
}
