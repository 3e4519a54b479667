import { Tooltip, UnstyledButton } from '@mantine/core'
import { type Icon, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { activePath } from './active-path.ts'
import { AppLink } from './app-link.tsx'
import classes from './navigation.module.css'
import { useUiText } from './ui-text.ts'

export interface NavigationItem {
  readonly label: string
  readonly path: string
  readonly icon: Icon
  /** A small count or state after the label. */
  readonly badge?: ReactNode
}

export interface NavigationGroup {
  /** Heading such as "Manage"; the first group may do without. */
  readonly label?: string
  readonly items: readonly NavigationItem[]
}

export interface NavigationProps {
  readonly groups: readonly NavigationGroup[]
  readonly currentPath: string
}

/** The groups and entries; what holds them is the landmark. */
export function SideNavigation({ groups, currentPath, collapsed }: NavigationProps & { readonly collapsed: boolean }) {
  const active = activePath(pathsOf(groups), currentPath)
  return (
    <div className={classes['navigation']} data-collapsed={collapsed || undefined}>
      {groups.map((group, index) => (
        <div key={group.label ?? index} className={classes['group']}>
          {group.label === undefined ? null : (
            <div className={classes['heading']} aria-hidden={collapsed}>
              {collapsed ? <hr className={classes['divider']} /> : group.label}
            </div>
          )}
          <ul className={classes['items']}>
            {group.items.map((item) => (
              <li key={item.path}>
                <SideItem item={item} active={item.path === active} collapsed={collapsed} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

interface SideItemProps {
  readonly item: NavigationItem
  readonly active: boolean
  readonly collapsed: boolean
}

function SideItem({ item, active, collapsed }: SideItemProps) {
  const IconOf = item.icon
  return (
    <Tooltip label={item.label} position="right" disabled={!collapsed}>
      <AppLink
        to={item.path}
        className={classes['item']}
        aria-label={collapsed ? item.label : undefined}
        aria-current={active ? 'page' : undefined}
      >
        <IconOf size={18} stroke={1.5} aria-hidden />
        {collapsed ? null : <span className={classes['label']}>{item.label}</span>}
        {collapsed ? null : item.badge}
      </AppLink>
    </Tooltip>
  )
}

interface CollapseProps {
  readonly collapsed: boolean
  readonly onChange: (collapsed: boolean) => void
}

SideNavigation.Collapse = function CollapseButton({ collapsed, onChange }: CollapseProps) {
  const text = useUiText()
  const IconOf = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  const label = text(collapsed ? 'ui.expandNavigation' : 'ui.collapseNavigation')
  return (
    <UnstyledButton
      className={classes['collapse']}
      data-collapsed={collapsed || undefined}
      aria-expanded={!collapsed}
      aria-label={label}
      title={label}
      onClick={() => onChange(!collapsed)}
    >
      <IconOf size={18} stroke={1.5} aria-hidden />
    </UnstyledButton>
  )
}

/** Up to five entries in reach of the thumb. */
export function BottomBar({ groups, currentPath }: NavigationProps) {
  const text = useUiText()
  const items = groups.flatMap((group) => group.items).slice(0, 5)
  const active = activePath(pathsOf(groups), currentPath)
  return (
    <nav className={classes['bottom']} aria-label={text('ui.mainNavigation')}>
      {items.map((item) => (
        <AppLink
          key={item.path}
          to={item.path}
          className={classes['bottomItem']}
          aria-current={item.path === active ? 'page' : undefined}
        >
          <item.icon size={22} stroke={1.5} aria-hidden />
          <span className={classes['bottomLabel']}>{item.label}</span>
        </AppLink>
      ))}
    </nav>
  )
}

function pathsOf(groups: readonly NavigationGroup[]): readonly string[] {
  return groups.flatMap((group) => group.items.map((item) => item.path))
}
