import { Group, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { CopyText } from './copy-button.tsx'
import classes from './page-header.module.css'
import { type RowAction, RowMenu } from './row-menu.tsx'

export interface PageHeaderProps {
  readonly title: string
  /** Picture or icon before the name. */
  readonly figure?: ReactNode
  /** State badges behind the name. */
  readonly badges?: ReactNode
  /** An id that can be copied, with its name. */
  readonly copy?: { readonly name: string; readonly value: string }
  readonly description?: ReactNode
  /** The one or two most used actions. */
  readonly actions?: ReactNode
  /** The rest. */
  readonly menu?: readonly RowAction[]
  /** Name of the console, for the title of the browser's tab. */
  readonly site?: string
}

/** Name, state and actions of a page. */
export function PageHeader(props: PageHeaderProps) {
  const { title, site, menu = [] } = props
  useDocumentTitle(site === undefined ? title : `${title} · ${site}`)
  return (
    <div className={classes['header']}>
      {props.figure}
      <div className={classes['words']}>
        <Group gap="xs">
          <Title order={1} className={classes['title'] ?? ''}>
            {title}
          </Title>
          {props.badges}
        </Group>
        {props.copy === undefined ? null : <CopyText {...props.copy} />}
        {props.description === undefined ? null : (
          <Text c="dimmed" maw={720}>
            {props.description}
          </Text>
        )}
      </div>
      <Group gap="xs" className={classes['actions'] ?? ''}>
        {props.actions}
        <RowMenu name={title} actions={menu} />
      </Group>
    </div>
  )
}
