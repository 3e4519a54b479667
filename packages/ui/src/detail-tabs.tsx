import { Tabs } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useAppNavigation } from './app-link.tsx'
import classes from './detail-tabs.module.css'

export interface DetailTab {
  readonly value: string
  readonly label: string
  /** Where the tab leads: every tab has its own address. */
  readonly path: string
  readonly badge?: ReactNode
}

export interface DetailTabsProps {
  /** What the tabs are of, for screen readers. */
  readonly label: string
  readonly tabs: readonly DetailTab[]
  /** The tab in sight. */
  readonly value: string
  /** Its content. */
  readonly children: ReactNode
}

/** Tabs of a thing, in the address. */
export function DetailTabs({ label, tabs, value, children }: DetailTabsProps) {
  const { navigate } = useAppNavigation()
  const open = (next: string | null) => {
    const tab = tabs.find((one) => one.value === next)
    if (tab !== undefined && tab.value !== value) navigate(tab.path)
  }
  const list = useRef<HTMLDivElement>(null)
  // On phones the list scrolls: the tab in sight must be among those one sees.
  useEffect(() => {
    if (value === '') return
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [value])
  return (
    // Arrow keys only move the focus: what is typed in a form must not be left by them.
    <Tabs value={value} onChange={open} keepMounted={false} activateTabWithKeyboard={false}>
      <Tabs.List ref={list} aria-label={label} className={classes['list'] ?? ''}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.value} value={tab.value} rightSection={tab.badge}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={value} pt="lg">
        {children}
      </Tabs.Panel>
    </Tabs>
  )
}
