import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { patterns } from '../../paths.ts'

export const usersRoutes = (parent: AnyRoute) => [
  createRoute({
    getParentRoute: () => parent,
    path: patterns.users,
    component: lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    getParentRoute: () => parent,
    path: patterns.user,
    component: lazyRouteComponent(() => import('./user-detail-page.tsx'), 'UserDetailPage'),
  }),
]
