import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { RequestedFlow } from '../model/authentication-session/requested-flow.ts'
import type { Client, ClientSettings } from '../model/client/client.ts'
import type { PolicyConfiguration } from '../model/client-policy/client-policy.ts'
import type { ClientSnapshot, RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { User } from '../model/user/user.ts'
import type { ConfigProperty } from './config-property.ts'
import type { RequestFacts } from './request.ts'
import type { ServerContext } from './server-context.ts'

/** The moments at which policies are asked (Keycloak's ClientPolicyEvent). */
export type ClientPolicyEvent =
  | 'REGISTER'
  | 'UPDATE'
  /** A client is to get a new secret. */
  | 'UPDATED'
  /** An authorization request names a client; whether there is one is not known yet. */
  | 'CLIENT_RESOLUTION'
  | 'PRE_AUTHORIZATION_REQUEST'
  | 'AUTHORIZATION_REQUEST'
  | 'PUSHED_AUTHORIZATION_REQUEST'
  | 'TOKEN_REQUEST'
  | 'TOKEN_REFRESH'
  | 'TOKEN_REVOKE'
  | 'TOKEN_INTROSPECT'
  | 'USERINFO_REQUEST'
  | 'LOGOUT_REQUEST'
  | 'SERVICE_ACCOUNT_TOKEN_REQUEST'
  | 'RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST'
  | 'DEVICE_AUTHORIZATION_REQUEST'
  | 'DEVICE_TOKEN_REQUEST'
  | 'BACKCHANNEL_AUTHENTICATION_REQUEST'
  | 'BACKCHANNEL_TOKEN_REQUEST'
  | 'TOKEN_EXCHANGE_REQUEST'
  | 'JWT_AUTHORIZATION_GRANT'

/** A client as it would be stored. */
export interface ClientDraft {
  readonly clientId: string | undefined
  readonly protocol: Client['protocol']
  readonly settings: ClientSettings
  /** What the request says. */
  readonly asked: ClientRepresentation
  /** As it is stored; absent for a new client. */
  readonly current?: Client
}

/** How a client comes to be registered or changed (Keycloak's values of `update-client-source`). */
export interface ClientAuthor {
  readonly source: 'ByAuthenticatedUser' | 'ByAnonymous' | 'ByInitialAccessToken' | 'ByRegistrationAccessToken'
  readonly user?: User
  /** The realm of the user. */
  readonly realm?: RealmSnapshot
}

/** What the policies may look at. */
export interface ClientPolicyFacts {
  readonly server: ServerContext
  readonly realm: RealmSnapshot
  readonly request: RequestFacts
  /** Absent for a client that is being registered. */
  readonly client?: ClientSnapshot
  /** Of the request, each once; those of a request object and of a pushed request included. */
  readonly parameters?: Readonly<Record<string, string>>
  /** What the parameters came in, where they came signed. */
  readonly requestObject?: { readonly claims: Readonly<Record<string, unknown>>; readonly isEncrypted: boolean }
  /** Did the client itself bring the parameters (RFC 9126)? */
  readonly isPushed?: boolean
  /** What the browser brought, whether it counts or not. */
  readonly beside?: Readonly<Record<string, string>>
  /** What the request proved to hold: members of `cnf` (`jkt`, `x5t#S256`). */
  readonly bindings?: readonly string[]
  /** For REGISTER and UPDATE. */
  readonly draft?: ClientDraft
  readonly author?: ClientAuthor
}

export interface ClientPolicyContext extends ClientPolicyFacts {
  readonly event: ClientPolicyEvent
  readonly parameters: Readonly<Record<string, string>>
}

/** How long the secrets of a client are good, all in seconds. */
export interface SecretPeriods {
  readonly lifetimeSeconds: number
  /** What the secret before the present one is good for at most; 0 ends it at once. */
  readonly rotatedLifetimeSeconds: number
  /** A client that changes itself gets a new secret when its own ends within this time. */
  readonly renewalSeconds: number
}

/** What follows from the policies that hold, for the caller to act on. */
export interface ClientPolicyEffects {
  /** What a client being registered or changed is to say in addition. */
  readonly client?: ClientRepresentation
  /** Access tokens hold only what they must; services ask for the rest by introspection. */
  readonly isLightweight?: true
  /** A change leaves the registration access token as it is. */
  readonly keepsRegistrationToken?: true
  /** A refresh gives no new refresh token. */
  readonly keepsRefreshToken?: true
  /** Names of the scopes that tokens may have at most. Scopes that tokens do not name are not meant. */
  readonly scopesAtMost?: readonly string[]
  /** Access tokens are good for whoever has them, though the request proved to hold a key. */
  readonly bindsOnlyRefreshToken?: true
  /** A client was made or changed: the realm is to be looked at anew. */
  readonly isClientStored?: true
  /** The flow that the user has to sign in by. */
  readonly browserFlow?: RequestedFlow
  /** Secrets of the client end, and are rotated. */
  readonly secretPeriods?: SecretPeriods
}

export type ClientPolicyHandler = (
  context: ClientPolicyContext,
) => ClientPolicyEffects | undefined | Promise<ClientPolicyEffects | undefined>

/** A rule of a profile. Refuses by throwing an OAuthError. */
export interface ClientPolicyExecutor {
  /** Keycloak's provider id. */
  readonly id: string
  readonly helpText: string
  readonly properties: readonly ConfigProperty[]
  /** Called once for each use in a profile: what it does at which event. Throws InvalidInput for a bad configuration. */
  prepare(configuration: PolicyConfiguration): Partial<Record<ClientPolicyEvent, ClientPolicyHandler>>
}

/** Does the policy hold here? Undefined: this condition has nothing to say. */
export type ClientPolicyTest = (context: ClientPolicyContext) => boolean | undefined | Promise<boolean | undefined>

export interface ClientPolicyCondition {
  /** Keycloak's provider id. */
  readonly id: string
  readonly helpText: string
  readonly properties: readonly ConfigProperty[]
  /** Called once for each use in a policy. Throws InvalidInput for a bad configuration. */
  prepare(configuration: PolicyConfiguration): ClientPolicyTest
}
