/**
 * Client policies: which rules hold for which clients, asked at each request that concerns a client.
 * Keycloak's profiles (sets of executors, the global ones among them) and policies (conditions that choose profiles);
 * FAPI 1.0 and 2.0, OAuth 2.1.
 *
 *   /admin/realms/{realm}/client-policies/profiles, .../policies
 *
 * endpoint -> oauth/apply-client-policies -> enabled policies of the realm, compiled once a snapshot -> conditions ->
 * executors: refuse, change the client being registered, or tell the endpoint what follows
 */
import { defineModule } from '../../spi/module.ts'
import { clientPoliciesEndpoints } from './client-policies-endpoint.ts'
import * as clients from './conditions/client-conditions.ts'
import { identityProviderCondition } from './conditions/identity-provider-condition.ts'
import * as requests from './conditions/request-conditions.ts'
import * as updaters from './conditions/updater-conditions.ts'
import { authFlowExecutor } from './executors/auth-flow-executor.ts'
import * as authorization from './executors/authorization-request-executors.ts'
import * as authentication from './executors/client-authentication-executors.ts'
import * as switches from './executors/client-switch-executors.ts'
import * as uris from './executors/client-uris-executors.ts'
import { intentBindingExecutor } from './executors/intent-binding-executor.ts'
import * as tokens from './executors/received-token-executors.ts'
import { redirectUrisExecutor } from './executors/redirect-uris-executor.ts'
import * as objects from './executors/request-object-executors.ts'
import { secretRotationExecutor } from './executors/secret-rotation-executor.ts'
import { cibaAlgorithmExecutor, secureAlgorithmExecutor } from './executors/signature-algorithm-executors.ts'
import * as bindings from './executors/token-binding-executors.ts'

const signatures = { secureAlgorithmExecutor, cibaAlgorithmExecutor }

export const clientPoliciesModule = defineModule({
  id: 'client-policies',
  endpoints: clientPoliciesEndpoints,
  clientPolicyExecutors: [
    ...[switches, authentication, authorization, uris, bindings, tokens, objects].flatMap((part) =>
      Object.values(part),
    ),
    authFlowExecutor,
    intentBindingExecutor,
    redirectUrisExecutor,
    secretRotationExecutor,
    ...Object.values(signatures),
  ],
  clientPolicyConditions: [
    ...[clients, requests, updaters].flatMap((part) => Object.values(part)),
    identityProviderCondition,
  ],
})
