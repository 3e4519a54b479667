import {
  type AnchorHTMLAttributes,
  createContext,
  type MouseEvent,
  type ReactNode,
  use,
  useCallback,
  useMemo,
} from 'react'

interface Navigation {
  /** Goes to a path of the console, written as its routes are (`/users/42`), without leaving the page. */
  readonly navigate: (path: string) => void
  /** The address of a path in the address bar, base path included. */
  readonly hrefOf: (path: string) => string
}

const documentNavigation: Navigation = {
  navigate: (path) => window.location.assign(path),
  hrefOf: (path) => path,
}

const NavigationContext = createContext<Navigation>(documentNavigation)

/** The part of TanStack Router's history that links need; the router itself fits. */
export interface LinkRouter {
  readonly basepath: string
  readonly history: { push: (path: string) => void }
}

/** Lets links and rows of this package move through the console's router. */
export function AppLinkProvider({ router, children }: { readonly router: LinkRouter; readonly children: ReactNode }) {
  const navigation = useMemo<Navigation>(() => {
    const base = router.basepath.replace(/\/+$/, '')
    const hrefOf = (path: string) => (isForeign(path) ? path : base + path)
    return {
      hrefOf,
      navigate: (path) => (isForeign(path) ? window.location.assign(path) : router.history.push(hrefOf(path))),
    }
  }, [router])
  return <NavigationContext value={navigation}>{children}</NavigationContext>
}

export function useAppNavigation(): Navigation {
  return use(NavigationContext)
}

function isForeign(path: string): boolean {
  return !path.startsWith('/') || path.startsWith('//')
}

export interface AppLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  readonly to: string
}

/** A link of the console: an ordinary anchor, so that new tabs, copying and the keyboard work. */
export function AppLink({ to, onClick, ...rest }: AppLinkProps) {
  const { navigate, hrefOf } = useAppNavigation()
  const follow = useCallback(
    (event: MouseEvent<HTMLAnchorElement>) => {
      onClick?.(event)
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      if (event.defaultPrevented || !isPlain || isForeign(to) || rest.target === '_blank') return
      event.preventDefault()
      navigate(to)
    },
    [navigate, onClick, to, rest.target],
  )
  return <a {...rest} href={hrefOf(to)} onClick={follow} />
}
