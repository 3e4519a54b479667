import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { patterns } from '../../paths.ts'

export const groupsRoutes = (parent: AnyRoute) => [
  createRoute({
    getParentRoute: () => parent,
    path: patterns.groups,
    component: lazyRouteComponent(() => import('./groups-page.tsx'), 'GroupsPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: patterns.group,
    component: lazyRouteComponent(() => import('./group-detail-page.tsx'), 'GroupDetailPage'),
  }),
]
