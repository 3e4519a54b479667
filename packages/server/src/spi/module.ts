import type { ProviderMetadata } from '@ztrust/contract/oidc'
import type { ConfigSchema } from '../kernel/config.ts'
import type { RealmSnapshot } from '../model/realm/realm-snapshot.ts'
import type { Migrations } from '../storage/migrate.ts'
import type { ActionTokenHandler } from './action-token.ts'
import type { AuthenticationChannel } from './authentication-channel.ts'
import type { Authenticator } from './authenticator.ts'
import type { ClientAuthenticator } from './client-authenticator.ts'
import type { ClientPolicyCondition, ClientPolicyExecutor } from './client-policy.ts'
import type { ComponentType } from './component-type.ts'
import type { ImplementedEndpoint } from './endpoint-handler.ts'
import type { EventListener, Job, PasswordPolicy } from './extensions.ts'
import type { FormAction } from './form-action.ts'
import type { Grant } from './grant.ts'
import type { IdentityProviderMapperType, IdentityProviderType } from './identity-provider-type.ts'
import type { FlowExecutor, LoginProtocol } from './login-protocol.ts'
import type { ProtocolMapperType } from './protocol-mapper.ts'
import type { RegistrationPolicy } from './registration-policy.ts'
import type { RequiredAction } from './required-action.ts'
import type { ServerContext } from './server-context.ts'
import type { TokenBinding } from './token-binding.ts'

/** A feature: everything it adds to the server, in one object. Modules never import each other. */
export interface Module {
  readonly id: string
  readonly config?: ConfigSchema
  readonly migrations?: Migrations
  readonly endpoints?: readonly ImplementedEndpoint[]
  readonly grants?: readonly Grant[]
  readonly tokenBindings?: readonly TokenBinding[]
  readonly clientAuthenticators?: readonly ClientAuthenticator[]
  readonly authenticators?: readonly Authenticator[]
  readonly authenticationChannels?: readonly AuthenticationChannel[]
  readonly formActions?: readonly FormAction[]
  readonly requiredActions?: readonly RequiredAction[]
  readonly actionTokens?: readonly ActionTokenHandler[]
  readonly protocolMappers?: readonly ProtocolMapperType[]
  readonly loginProtocols?: readonly LoginProtocol[]
  readonly identityProviderTypes?: readonly IdentityProviderType[]
  readonly identityProviderMapperTypes?: readonly IdentityProviderMapperType[]
  readonly passwordPolicies?: readonly PasswordPolicy[]
  readonly registrationPolicies?: readonly RegistrationPolicy[]
  readonly clientPolicyExecutors?: readonly ClientPolicyExecutor[]
  readonly clientPolicyConditions?: readonly ClientPolicyCondition[]
  readonly eventListeners?: readonly EventListener[]
  readonly jobs?: readonly Job[]
  readonly componentTypes?: readonly ComponentType[]
  /**
   * What this module adds to a realm's provider metadata (RFC 8414, section 2): lists are joined with those of other
   * modules, anything else replaces what is there. Made once a snapshot.
   */
  providerMetadata?(server: ServerContext, realm: RealmSnapshot): Partial<ProviderMetadata>
  /** At most one module walks flows. */
  readonly flowExecutor?: FlowExecutor
  start?(server: ServerContext): Promise<void>
  stop?(server: ServerContext): Promise<void>
}

export function defineModule(module: Module): Module {
  return module
}
