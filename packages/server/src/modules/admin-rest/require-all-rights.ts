import { managementRoleNames } from '@ztrust/contract/admin/permissions'
import { AccessDenied } from '../../kernel/error.ts'
import type { AdminContext } from './admin-context.ts'

/** Throws `AccessDenied` unless the caller holds every right in the realm: for whole files, with all secrets and roles. */
export function requireAllRights({ caller }: Pick<AdminContext, 'caller'>): void {
  const missing = managementRoleNames.find((name) => !caller.can(name))
  if (missing !== undefined) throw new AccessDenied(missing)
}
