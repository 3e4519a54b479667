import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { patterns } from '../../paths.ts'

export const clientsRoutes = (parent: AnyRoute) => [
  createRoute({
    getParentRoute: () => parent,
    path: patterns.clients,
    component: lazyRouteComponent(() => import('./clients-page.tsx'), 'ClientsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: patterns.newClient,
    component: lazyRouteComponent(() => import('./create-client-page.tsx'), 'CreateClientPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: patterns.client,
    component: lazyRouteComponent(() => import('./client-detail-page.tsx'), 'ClientDetailPage'),
  }),
]
