import { Burger } from '@mantine/core'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import classes from './app-frame.module.css'
import { AppLink } from './app-link.tsx'
import { BottomBar, type NavigationGroup, SideNavigation } from './navigation.tsx'
import { Topbar, type TopbarProps } from './topbar.tsx'
import { useUiText } from './ui-text.ts'

/** Only phones need it, and there nobody opens it before the page is there. */
const PhoneDrawer = lazy(() => import('./phone-drawer.tsx'))

export interface AppFrameProps extends TopbarProps {
  /** Logo and name, shown above the navigation. */
  readonly logo: ReactNode
  readonly name: string
  /** Where logo and name lead. */
  readonly homePath: string
  readonly navigation: readonly NavigationGroup[]
  /** Path of the page in sight, to mark its entry: the longest entry that begins it wins. */
  readonly currentPath: string
  /** Above the groups: the realm switcher. Told whether the navigation is collapsed to icons. */
  readonly navigationTop?: (state: { readonly collapsed: boolean }) => ReactNode
  /** On phones: a drawer behind a button, or a bar at the bottom (for at most five entries). */
  readonly phoneNavigation?: 'drawer' | 'bottom-bar'
  readonly children: ReactNode
}

/** The frame around every page of a console: navigation, top bar, content. */
export function AppFrame(props: AppFrameProps) {
  const { navigation, currentPath, phoneNavigation = 'drawer', navigationTop } = props
  const text = useUiText()
  const [drawerOpened, drawer] = useDisclosure(false)
  const [collapsed, setCollapsed] = useLocalStorage({ key: 'ztrust.navigation.collapsed', defaultValue: false })
  const main = useRef<HTMLElement>(null)
  const [isDrawerLoaded, setDrawerLoaded] = useState(false)
  const openDrawer = () => {
    setDrawerLoaded(true)
    drawer.open()
  }

  const closeDrawer = drawer.close
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever the page changes
  useEffect(() => closeDrawer(), [currentPath, closeDrawer])

  const brand = (compact: boolean) => (
    <AppLink
      to={props.homePath}
      className={classes['brand']}
      aria-label={props.name}
      data-compact={compact || undefined}
    >
      {props.logo}
      {compact ? null : <span className="zt-truncate">{props.name}</span>}
    </AppLink>
  )
  const side = (compact: boolean) => (
    <>
      {navigationTop === undefined ? null : (
        <div className={classes['navigationTop']}>{navigationTop({ collapsed: compact })}</div>
      )}
      <SideNavigation groups={navigation} currentPath={currentPath} collapsed={compact} />
    </>
  )

  return (
    <div className={classes['frame']} data-collapsed={collapsed || undefined} data-phone={phoneNavigation}>
      {/* biome-ignore lint/a11y/useValidAnchor: a plain fragment would be resolved against <base> and change the address */}
      <a
        className={classes['skip']}
        href="#content"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {text('ui.skipToContent')}
      </a>
      <nav className={classes['side']} aria-label={text('ui.mainNavigation')}>
        <div className={classes['sideHead']}>{brand(collapsed)}</div>
        {side(collapsed)}
        <SideNavigation.Collapse collapsed={collapsed} onChange={setCollapsed} />
      </nav>
      <Topbar
        {...props}
        start={
          <div className={classes['phoneStart']}>
            {phoneNavigation === 'drawer' ? (
              <Burger opened={drawerOpened} onClick={openDrawer} size="sm" aria-label={text('ui.openNavigation')} />
            ) : (
              brand(false)
            )}
          </div>
        }
      />
      <main ref={main} id="content" tabIndex={-1} className={classes['main']}>
        {props.children}
      </main>
      {phoneNavigation === 'bottom-bar' ? (
        <BottomBar groups={navigation} currentPath={currentPath} />
      ) : isDrawerLoaded ? (
        <Suspense fallback={null}>
          <PhoneDrawer opened={drawerOpened} onClose={drawer.close} title={props.name}>
            {side(false)}
          </PhoneDrawer>
        </Suspense>
      ) : null}
    </div>
  )
}
