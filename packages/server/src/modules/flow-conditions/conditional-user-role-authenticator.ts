import { findRoleNamed } from '../../model/role/find-role-named.ts'
import { reachedRoles } from '../../model/user/user-role.store.ts'
import type { FlowContext } from '../../spi/authenticator.ts'
import { condition } from './condition.ts'

const keys = { role: 'condUserRole', negate: 'negate' } as const

/** Has the user this role, however it came to them? A role that the realm does not have lets the sub-flow never run. */
export const conditionalUserRoleAuthenticator = condition({
  id: 'conditional-user-role',
  displayName: 'Condition - user role',
  helpText: 'Flow is executed only if user has the given role.',
  requiresUser: true,
  config: [
    {
      name: keys.role,
      label: 'User role',
      helpText:
        "Role the user should have to execute this flow. A role of the realm by its name, a client's as 'client.role'.",
      type: 'Role',
    },
    {
      name: keys.negate,
      label: 'Negate output',
      helpText: 'On: the condition holds just if the user does not have the role. Off: just if they have it.',
      type: 'boolean',
    },
  ],
  holds,
})

async function holds({ server, realm, config, user }: FlowContext): Promise<boolean> {
  const role = await findRoleNamed(realm, config[keys.role] ?? '')
  if (!role || !user) return false
  const isHeld = (await reachedRoles(server.storage, realm, user)).has(role.id)
  return isHeld !== (config[keys.negate] === 'true')
}
