import { ActionIcon, Kbd, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useOs } from '@mantine/hooks'
import { type Icon, IconHelp, IconLogout, IconSearch } from '@tabler/icons-react'
import type { MouseEvent, ReactNode } from 'react'
import { useAppNavigation } from './app-link.tsx'
import { Avatar } from './avatar.tsx'
import { Breadcrumb, type Crumb } from './breadcrumb.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import classes from './topbar.module.css'
import { useUiText } from './ui-text.ts'

export interface AccountMenuItem {
  readonly label: string
  readonly icon: Icon
  /** A path of the console or a whole address. */
  readonly path?: string
  readonly onClick?: () => void
}

export interface AccountMenu {
  readonly name: string
  readonly detail?: string | undefined
  readonly photoUrl?: string | undefined
  readonly items?: readonly AccountMenuItem[]
  readonly onSignOut: () => void
}

export interface TopbarProps {
  readonly breadcrumb?: readonly Crumb[]
  /** Opens the command palette; without it there is no button. */
  readonly onOpenPalette?: () => void
  readonly helpUrl?: string
  readonly account: AccountMenu
  /** Between search and help: notices of the console. */
  readonly topbarExtra?: ReactNode
}

export function Topbar(props: TopbarProps & { readonly start: ReactNode }) {
  const text = useUiText()
  return (
    <header className={classes['topbar']}>
      {props.start}
      <Breadcrumb crumbs={props.breadcrumb ?? []} />
      <div className={classes['actions']}>
        {props.onOpenPalette === undefined ? null : <PaletteButton onOpen={props.onOpenPalette} />}
        {props.topbarExtra}
        {props.helpUrl === undefined ? null : (
          <ActionIcon component="a" href={props.helpUrl} target="_blank" rel="noreferrer" aria-label={text('ui.help')}>
            <IconHelp size={20} stroke={1.5} />
          </ActionIcon>
        )}
        <ThemeSwitch />
        <AccountButton {...props.account} />
      </div>
    </header>
  )
}

function PaletteButton({ onOpen }: { readonly onOpen: () => void }) {
  const text = useUiText()
  const os = useOs()
  return (
    <UnstyledButton className={classes['palette']} onClick={onOpen} aria-keyshortcuts="Control+K Meta+K">
      <IconSearch size={16} stroke={1.5} aria-hidden />
      <span className={classes['paletteText']}>{text('ui.commandPalette')}</span>
      <Kbd size="xs" className={classes['paletteKeys'] ?? ''} aria-hidden>
        {os === 'macos' ? '⌘K' : 'Ctrl K'}
      </Kbd>
    </UnstyledButton>
  )
}

function AccountButton({ name, detail, photoUrl, items = [], onSignOut }: AccountMenu) {
  const text = useUiText()
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes['account']}>
          <VisuallyHidden>{text('ui.account', { name })}</VisuallyHidden>
          <Avatar name={name} photoUrl={photoUrl} size={32} decorative />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes['who']}>
          <div className={`zt-truncate ${classes['whoName']}`}>{name}</div>
          {detail === undefined ? null : <div className={`zt-truncate ${classes['whoDetail']}`}>{detail}</div>}
        </div>
        <Menu.Divider />
        {items.map((item) => (
          <AccountItem key={item.label} {...item} />
        ))}
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} />} onClick={onSignOut}>
          {text('ui.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function AccountItem({ icon: IconOf, label, path, onClick }: AccountMenuItem) {
  const { hrefOf, navigate } = useAppNavigation()
  const icon = <IconOf size={16} stroke={1.5} />
  if (path === undefined) {
    return (
      <Menu.Item leftSection={icon} onClick={onClick}>
        {label}
      </Menu.Item>
    )
  }
  const follow = (event: MouseEvent) => {
    event.preventDefault()
    navigate(path)
  }
  return (
    <Menu.Item leftSection={icon} component="a" href={hrefOf(path)} onClick={follow}>
      {label}
    </Menu.Item>
  )
}
