import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { patterns } from '../../paths.ts'

export const eventsRoutes = (parent: AnyRoute) => [
  createRoute({
    getParentRoute: () => parent,
    path: patterns.events,
    component: lazyRouteComponent(() => import('./events-page.tsx'), 'EventsPage'),
  }),
]
