import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { portalPath } from './environment.ts'
import { paths } from './paths.ts'
import { PortalLayout } from './shell/portal-layout.tsx'
import { PageFailure, PageNotFound, PagePending } from './shell/route-states.tsx'

const rootRoute = createRootRoute({ component: PortalLayout, notFoundComponent: PageNotFound })

const pages = {
  [paths.overview]: lazyRouteComponent(() => import('./features/overview/overview-page.tsx'), 'OverviewPage'),
  [paths.personalInfo]: lazyRouteComponent(
    () => import('./features/personal-info/personal-info-page.tsx'),
    'PersonalInfoPage',
  ),
  [paths.signingIn]: lazyRouteComponent(() => import('./features/signing-in/signing-in-page.tsx'), 'SigningInPage'),
  [paths.deviceActivity]: lazyRouteComponent(
    () => import('./features/device-activity/device-activity-page.tsx'),
    'DeviceActivityPage',
  ),
  [paths.applications]: lazyRouteComponent(
    () => import('./features/applications/applications-page.tsx'),
    'ApplicationsPage',
  ),
}

const routes = Object.entries(pages).map(([path, component]) =>
  createRoute({ getParentRoute: () => rootRoute, path, component }),
)

export const router = createRouter({
  routeTree: rootRoute.addChildren(routes),
  basepath: portalPath,
  defaultPendingComponent: PagePending,
  defaultPendingMs: 200,
  defaultErrorComponent: PageFailure,
  scrollRestoration: true,
})

/** Fetches the code of all pages while nothing else happens, so that the first visit of each is instant. */
export function preloadPages(): void {
  for (const page of Object.values(pages)) void page.preload?.()?.catch(() => undefined)
}
