/**
 * What administrators steer flows by: conditions of a conditional sub-flow (a role or an attribute of the user, a client
 * scope of the request, whether another sub-flow was done), and its two ends, access allowed and access denied.
 */
import { defineModule } from '../../spi/module.ts'
import { allowAccessAuthenticator } from './allow-access-authenticator.ts'
import { conditionalClientScopeAuthenticator } from './conditional-client-scope-authenticator.ts'
import { conditionalSubFlowExecutedAuthenticator } from './conditional-sub-flow-executed-authenticator.ts'
import { conditionalUserAttributeAuthenticator } from './conditional-user-attribute-authenticator.ts'
import { conditionalUserRoleAuthenticator } from './conditional-user-role-authenticator.ts'
import { denyAccessAuthenticator } from './deny-access-authenticator.ts'

export const flowConditionsModule = defineModule({
  id: 'flow-conditions',
  authenticators: [
    conditionalUserRoleAuthenticator,
    conditionalUserAttributeAuthenticator,
    conditionalClientScopeAuthenticator,
    conditionalSubFlowExecutedAuthenticator,
    allowAccessAuthenticator,
    denyAccessAuthenticator,
  ],
})
