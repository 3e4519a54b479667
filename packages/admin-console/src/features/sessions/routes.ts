import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { patterns } from '../../paths.ts'

export const sessionsRoutes = (parent: AnyRoute) => [
  createRoute({
    getParentRoute: () => parent,
    path: patterns.sessions,
    component: lazyRouteComponent(() => import('./sessions-page.tsx'), 'SessionsPage'),
  }),
]
