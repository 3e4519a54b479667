import { useHotkeys } from '@mantine/hooks'
import { IconId, IconLanguage } from '@tabler/icons-react'
import { AppFrame } from '@ztrust/ui/app-frame.tsx'
import { useLocale } from '@ztrust/ui/i18n.tsx'
import { Logo } from '@ztrust/ui/logo.tsx'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { environment } from '../environment.ts'
import { pathTo } from '../paths.ts'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'
import { useAccess } from './access.tsx'
import { useShownCrumbs } from './crumbs.tsx'
import { buildNavigation, sectionPath } from './navigation-groups.ts'
import { RealmSwitcher } from './realm-switcher.tsx'
import { usePathname } from './use-console-router.ts'

const CommandPalette = lazy(() => import('./command-palette.tsx'))
const CreateRealmDialog = lazy(() => import('./create-realm-dialog.tsx'))

const languageNames: Readonly<Record<string, string>> = { en: 'English', de: 'Deutsch', fr: 'Français' }

/** Navigation, top bar, command palette and the dialogs that open from anywhere. */
export function ConsoleFrame({ children }: { readonly children: ReactNode }) {
  const realm = useRealmName()
  const text = useText()
  const access = useAccess()
  const session = useSession()
  const pathname = usePathname()
  const crumbs = useShownCrumbs()
  const { locale, locales, setLocale } = useLocale()
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const [isCreatingRealm, setCreatingRealm] = useState(false)
  useHotkeys([['mod+K', () => setPaletteOpen(true)]], [])
  const navigation = buildNavigation(realm, access, text)
  const { user } = session

  return (
    <AppFrame
      logo={<Logo />}
      name={text('shell.name')}
      homePath={pathTo.dashboard(realm)}
      navigation={navigation}
      currentPath={sectionPath(pathname)}
      navigationTop={({ collapsed }) => (
        <RealmSwitcher isCollapsed={collapsed} onCreate={() => setCreatingRealm(true)} />
      )}
      breadcrumb={crumbs}
      onOpenPalette={() => setPaletteOpen(true)}
      account={{
        name: access.me.displayName || user.preferred_username || user.sub,
        detail: user.email ?? text('shell.signedInTo', { realm: environment.realm }),
        photoUrl: user.picture,
        items: [
          {
            label: text('shell.manageAccount'),
            icon: IconId,
            onClick: () =>
              window.location.assign(`${environment.baseUrl}/realms/${encodeURIComponent(environment.realm)}/account/`),
          },
          ...locales
            .filter((one) => one !== locale)
            .map((one) => ({
              label: languageNames[one] ?? one,
              icon: IconLanguage,
              onClick: () => setLocale(one),
            })),
        ],
        onSignOut: session.signOut,
      }}
    >
      {children}
      <Suspense fallback={null}>
        {isPaletteOpen ? (
          <CommandPalette
            navigation={navigation}
            onClose={() => setPaletteOpen(false)}
            onCreateRealm={() => setCreatingRealm(true)}
          />
        ) : null}
        {isCreatingRealm ? <CreateRealmDialog onClose={() => setCreatingRealm(false)} /> : null}
      </Suspense>
    </AppFrame>
  )
}
