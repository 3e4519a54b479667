import type { CredentialRepresentation, UserRepresentation } from '@ztrust/contract/admin/users'
import type { Credential } from '../../../model/credential/credential.ts'
import type { User } from '../../../model/user/user.ts'
import type { Caller } from '../../../spi/request.ts'
import { copyAttributes } from '../copy-attributes.ts'

/** What lists give with `briefRepresentation=true`. */
export function toBriefUser(user: User, caller: Caller): UserRepresentation {
  return {
    id: user.id,
    username: user.username,
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    emailVerified: user.emailVerified,
    enabled: user.enabled,
    createdTimestamp: user.createdAt,
    // Of all rights, lists tell this one only, as Keycloak's do.
    access: { manage: caller.can('manage-users') },
  }
}

export function toUserRepresentation(user: User, hasOtp: boolean, caller: Caller): UserRepresentation {
  const hasAttributes = Object.keys(user.attributes).length > 0
  return {
    ...toBriefUser(user, caller),
    ...(hasAttributes ? { attributes: copyAttributes(user.attributes) } : {}),
    totp: hasOtp,
    disableableCredentialTypes: [],
    requiredActions: [...user.requiredActions],
    notBefore: user.notBefore,
  }
}

/** What the caller may do with one user. */
export function toUserAccess(caller: Caller): Record<string, boolean> {
  const isManager = caller.can('manage-users')
  return {
    manageGroupMembership: isManager,
    resetPassword: isManager,
    view: caller.can('view-users', 'manage-users'),
    mapRoles: isManager,
    impersonate: caller.can('impersonation'),
    manage: isManager,
  }
}

/** Without `secretData`: it never leaves the server. */
export function toCredentialRepresentation(credential: Credential): CredentialRepresentation {
  return {
    id: credential.id,
    type: credential.type,
    userLabel: credential.label,
    createdDate: credential.createdAt,
    credentialData: JSON.stringify(credential.credentialData),
  }
}
