import { useMediaQuery } from '@mantine/hooks'
import {
  IconApps,
  IconCamera,
  IconDevices,
  IconLanguage,
  IconLayoutDashboard,
  IconShieldLock,
  IconUser,
} from '@tabler/icons-react'
import { type AnyRouter, Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { AppFrame } from '@ztrust/ui/app-frame.tsx'
import { AppLinkProvider } from '@ztrust/ui/app-link.tsx'
import { useLocale } from '@ztrust/ui/i18n.tsx'
import { Logo } from '@ztrust/ui/logo.tsx'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { paths } from '../paths.ts'
import { PhotoDialogProvider, usePhotoDialog } from '../photo/photo-dialog-provider.tsx'
import { useText } from '../text.ts'
import { languageName } from './language-name.ts'
import classes from './portal-layout.module.css'
import { useActionToast } from './use-action-toast.ts'
import { displayNameOf, useOverview } from './use-overview.ts'

/** Everything around the pages: links, the photo dialog, navigation and top bar. */
export function PortalLayout() {
  const router = useRouter<AnyRouter>()
  return (
    <AppLinkProvider router={router}>
      <PhotoDialogProvider>
        <PortalFrame />
      </PhotoDialogProvider>
    </AppLinkProvider>
  )
}

function PortalFrame() {
  const text = useText()
  const session = useSession()
  const overview = useOverview()
  const openPhotoDialog = usePhotoDialog()
  useActionToast()
  const { locale, locales, setLocale } = useLocale()
  const currentPath = useRouterState<AnyRouter, string>({ select: (state) => state.location.pathname })
  // Five entries stand below a phone's page: there is room for one word each.
  const isNarrow = useMediaQuery('(max-width: 61.99em)')
  const { user } = session
  const name = overview.data ? displayNameOf(overview.data.account) : (user.name ?? user.preferred_username ?? '')
  const items = [
    { path: paths.overview, label: text('nav.overview'), icon: IconLayoutDashboard },
    {
      path: paths.personalInfo,
      label: text(isNarrow ? 'nav.personalInfo.short' : 'nav.personalInfo'),
      icon: IconUser,
    },
    { path: paths.signingIn, label: text(isNarrow ? 'nav.signingIn.short' : 'nav.signingIn'), icon: IconShieldLock },
    {
      path: paths.deviceActivity,
      label: text(isNarrow ? 'nav.deviceActivity.short' : 'nav.deviceActivity'),
      icon: IconDevices,
    },
    { path: paths.applications, label: text(isNarrow ? 'nav.applications.short' : 'nav.applications'), icon: IconApps },
  ]
  return (
    <AppFrame
      logo={<Logo />}
      name={text('shell.name')}
      homePath={paths.overview}
      navigation={[{ items }]}
      currentPath={currentPath}
      phoneNavigation="bottom-bar"
      account={{
        name,
        detail: overview.data?.account.email ?? user.email,
        photoUrl: overview.data?.photoUrl,
        items: [
          { label: text('shell.changePhoto'), icon: IconCamera, onClick: openPhotoDialog },
          ...locales
            .filter((one) => one !== locale)
            .map((one) => ({ label: languageName(one), icon: IconLanguage, onClick: () => setLocale(one) })),
        ],
        onSignOut: session.signOut,
      }}
    >
      <div className={classes['page']}>
        <Outlet />
      </div>
    </AppFrame>
  )
}
