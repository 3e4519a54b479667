import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { HomePage } from './features/accounts/home-page.tsx'
import { NotFoundPage } from './shell/not-found-page.tsx'

const rootRoute = createRootRoute({ notFoundComponent: NotFoundPage })

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomePage })

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts/$accountId',
  component: lazyRouteComponent(() => import('./features/accounts/account-page.tsx'), 'AccountPage'),
})

const scanRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/scan',
  component: lazyRouteComponent(() => import('./features/enrolment/scan-page.tsx'), 'ScanPage'),
})

const enrolRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/enrol',
  component: lazyRouteComponent(() => import('./features/enrolment/enrol-page.tsx'), 'EnrolPage'),
})

/** Pages stand in the fragment: the server serves one file, and the phone needs none of it to open the app offline. */
export function createAppRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([homeRoute, accountRoute, scanRoute, enrolRoute]),
    history: createHashHistory(),
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
