import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { patterns } from '../../paths.ts'

export const dashboardRoutes = (parent: AnyRoute) => [
  createRoute({
    getParentRoute: () => parent,
    path: patterns.dashboard,
    component: lazyRouteComponent(() => import('./dashboard-page.tsx'), 'DashboardPage'),
  }),
]
