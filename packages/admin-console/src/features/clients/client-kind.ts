import type { ClientRepresentation } from '@ztrust/contract/admin/clients'

/** What somebody connects: decides flows, secret and PKCE. */
export const clientKinds = ['web', 'spa', 'native', 'service'] as const
export type ClientKind = (typeof clientKinds)[number]

export interface NewClient {
  readonly kind: ClientKind
  readonly clientId: string
  readonly name: string
  readonly rootUrl: string
  readonly redirectUris: readonly string[]
}

/** Redirects and origins follow from the address of the application unless they are named. */
export function toClientRepresentation(input: NewClient): ClientRepresentation {
  const { kind, clientId, name } = input
  const rootUrl = input.rootUrl.trim().replace(/\/+$/, '')
  const isService = kind === 'service'
  const isPublic = kind === 'spa' || kind === 'native'
  const redirectUris = redirectUrisOf(input)
  return {
    clientId: clientId.trim(),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    protocol: 'openid-connect',
    enabled: true,
    publicClient: isPublic,
    standardFlowEnabled: !isService,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: isService,
    frontchannelLogout: !isService,
    ...(rootUrl === '' || isService ? {} : { rootUrl, baseUrl: rootUrl }),
    redirectUris: isService ? [] : redirectUris,
    webOrigins: isService || kind === 'native' ? [] : ['+'],
    attributes: {
      ...(isPublic ? { 'pkce.code.challenge.method': 'S256' } : {}),
      ...(isService ? {} : { 'post.logout.redirect.uris': '+' }),
    },
  }
}

export function redirectUrisOf({ rootUrl, redirectUris }: NewClient): string[] {
  const root = rootUrl.trim().replace(/\/+$/, '')
  if (redirectUris.length > 0) return [...redirectUris]
  return root === '' ? [] : [`${root}/*`]
}

/** The kind that a client that exists comes closest to. */
export function kindOf(client: ClientRepresentation): ClientKind {
  if (client.publicClient === true) {
    const isNative = (client.redirectUris ?? []).some((uri) => !/^(https?:|\/)/.test(uri))
    return isNative ? 'native' : 'spa'
  }
  return client.standardFlowEnabled === false && client.serviceAccountsEnabled === true ? 'service' : 'web'
}

/** The name people read; names of built-in clients are keys of Keycloak's texts: `${client_account}`. */
export function plainName({ name, clientId }: ClientRepresentation): string {
  return !name || /^\$\{.*\}$/.test(name) ? (clientId ?? '') : name
}
