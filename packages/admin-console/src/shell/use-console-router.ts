import { type AnyRouter, useRouter, useRouterState } from '@tanstack/react-router'

export function useConsoleRouter(): AnyRouter {
  return useRouter<AnyRouter>()
}

/** Path of the page in sight, as the routes write it. */
export function usePathname(): string {
  return useRouterState<AnyRouter, string>({ select: (state) => state.location.pathname })
}
