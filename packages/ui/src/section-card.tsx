import { Card, Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './section-card.module.css'

export interface SectionCardProps {
  readonly title?: ReactNode
  readonly description?: ReactNode
  /** At the end of the heading. */
  readonly actions?: ReactNode
  /** The danger zone: stands last on its page. */
  readonly dangerous?: boolean
  /** Anchor to jump to. */
  readonly id?: string
  readonly children?: ReactNode
}

/** A part of a page under its own heading. */
export function SectionCard({ title, description, actions, dangerous, id, children }: SectionCardProps) {
  const heading = title !== undefined || actions !== undefined
  return (
    <Card component="section" className={classes['card'] ?? ''} data-dangerous={dangerous || undefined} id={id}>
      {heading ? (
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md" className={classes['head'] ?? ''}>
          <div>
            <Title order={2} size="h3">
              {title}
            </Title>
            {description === undefined ? null : (
              <Text c="dimmed" mt={4} maw={640}>
                {description}
              </Text>
            )}
          </div>
          {actions}
        </Group>
      ) : null}
      {children}
    </Card>
  )
}
