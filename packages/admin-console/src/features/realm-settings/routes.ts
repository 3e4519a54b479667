import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { patterns } from '../../paths.ts'

export const realmSettingsRoutes = (parent: AnyRoute) => [
  createRoute({
    getParentRoute: () => parent,
    path: patterns.settings,
    component: lazyRouteComponent(() => import('./realm-settings-page.tsx'), 'RealmSettingsPage'),
  }),
]
