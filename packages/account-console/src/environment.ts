/** What the server writes into the page. */
export interface PortalEnvironment {
  /** Address of the server without a trailing slash. */
  readonly baseUrl: string
  readonly realm: string
  readonly clientId: string
}

/** The development server writes nothing: there the realm is read from the address. */
function readEnvironment(): PortalEnvironment {
  const written: unknown = JSON.parse(document.getElementById('environment')?.textContent || 'null')
  if (isEnvironment(written)) return written
  const realm = /^\/realms\/([^/]+)\//.exec(window.location.pathname)?.[1]
  return {
    baseUrl: window.location.origin,
    realm: realm === undefined ? 'master' : decodeURIComponent(realm),
    clientId: 'account-console',
  }
}

function isEnvironment(value: unknown): value is PortalEnvironment {
  if (typeof value !== 'object' || value === null) return false
  return ['baseUrl', 'realm', 'clientId'].every((name) => typeof Reflect.get(value, name) === 'string')
}

export const environment = readEnvironment()

/** Path parameters of every endpoint of the account API. */
export const ofRealm = { realm: environment.realm } as const

/** Path of the portal: what stands before the paths of its routes. */
export const portalPath = `/realms/${encodeURIComponent(environment.realm)}/account`
