import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { consolePath, environment } from './environment.ts'
import { clientsRoutes } from './features/clients/routes.ts'
import { dashboardRoutes } from './features/dashboard/routes.ts'
import { eventsRoutes } from './features/events/routes.ts'
import { groupsRoutes } from './features/groups/routes.ts'
import { realmSettingsRoutes } from './features/realm-settings/routes.ts'
import { rolesRoutes } from './features/roles/routes.ts'
import { sessionsRoutes } from './features/sessions/routes.ts'
import { usersRoutes } from './features/users/routes.ts'
import { RealmLayout } from './shell/realm-layout.tsx'
import { PageFailure, PageNotFound, PagePending } from './shell/route-states.tsx'

const rootRoute = createRootRoute({ notFoundComponent: PageNotFound })
const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ href: `${consolePath}/${encodeURIComponent(environment.realm)}` })
  },
})
const realmRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '$realm',
  component: RealmLayout,
  notFoundComponent: PageNotFound,
})

const featureRoutes = [
  ...dashboardRoutes(realmRoute),
  ...usersRoutes(realmRoute),
  ...groupsRoutes(realmRoute),
  ...rolesRoutes(realmRoute),
  ...clientsRoutes(realmRoute),
  ...sessionsRoutes(realmRoute),
  ...eventsRoutes(realmRoute),
  ...realmSettingsRoutes(realmRoute),
]

export const router = createRouter({
  routeTree: rootRoute.addChildren([homeRoute, realmRoute.addChildren(featureRoutes)]),
  basepath: consolePath,
  defaultPendingComponent: PagePending,
  defaultPendingMs: 200,
  defaultErrorComponent: PageFailure,
  scrollRestoration: true,
})

/** Fetches the code of all pages while nothing else happens, so that the first visit of each is instant. */
export function preloadPages(): void {
  for (const { options } of featureRoutes) {
    const page: unknown = options.component
    if (isLazyPage(page)) page.preload().catch(() => undefined)
  }
}

function isLazyPage(page: unknown): page is { readonly preload: () => Promise<unknown> } {
  return typeof page === 'function' && 'preload' in page && typeof page.preload === 'function'
}
