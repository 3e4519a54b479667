/** What the session needs of the browser, so that tests can stand in for it. */
export interface OidcEnvironment {
  readonly fetch: typeof fetch
  readonly crypto: Crypto
  /** Lives as long as the tab: the state of a sign-in under way, never a token. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>
  readonly now: () => number
  readonly currentUrl: () => URL
  /** Leaves the page. */
  readonly navigate: (url: string) => void
  /** Changes the address without leaving the page. */
  readonly replaceUrl: (path: string) => void
}

export function browserEnvironment(): OidcEnvironment {
  return {
    fetch: (input, init) => window.fetch(input, init),
    crypto: window.crypto,
    storage: window.sessionStorage,
    now: () => Date.now(),
    currentUrl: () => new URL(window.location.href),
    navigate: (url) => window.location.assign(url),
    replaceUrl: (path) => window.history.replaceState(window.history.state, '', path),
  }
}
