import { Card, Title } from '@mantine/core'
import { type Icon, IconChevronRight } from '@tabler/icons-react'
import { AppLink } from '@ztrust/ui/app-link.tsx'
import type { ReactNode } from 'react'
import classes from './overview.module.css'

export interface OverviewCardProps {
  readonly icon: Icon
  readonly title: string
  /** The card's one action and where it leads. */
  readonly action: string
  readonly path: string
  readonly children: ReactNode
}

export function OverviewCard({ icon: IconOf, title, action, path, children }: OverviewCardProps) {
  return (
    <Card component="section" className={classes['card'] ?? ''}>
      <div className={classes['cardHead']}>
        <span className={classes['cardIcon']} aria-hidden>
          <IconOf size={22} stroke={1.5} />
        </span>
        <Title order={2} size="h3">
          {title}
        </Title>
      </div>
      <dl className={classes['facts']}>{children}</dl>
      <AppLink to={path} className={classes['action']}>
        {action}
        <IconChevronRight size={18} stroke={1.5} aria-hidden />
      </AppLink>
    </Card>
  )
}

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
