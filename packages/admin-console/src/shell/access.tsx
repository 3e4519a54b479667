import type { ManagementRoleName } from '@ztrust/contract/admin/permissions'
import type { WhoAmIRepresentation } from '@ztrust/contract/admin/server-info'
import { createContext, type ReactNode, use, useMemo } from 'react'

export interface Access {
  readonly me: WhoAmIRepresentation
  /** True when the administrator holds one of the roles in the managed realm. */
  readonly mayAny: (...roles: readonly ManagementRoleName[]) => boolean
}

const AccessContext = createContext<Access | undefined>(undefined)

export interface AccessProviderProps {
  readonly me: WhoAmIRepresentation
  readonly realm: string
  readonly children: ReactNode
}

/** What the administrator may do in the managed realm, so that pages offer nothing that the server would refuse. */
export function AccessProvider({ me, realm, children }: AccessProviderProps) {
  const access = useMemo<Access>(() => {
    const held = new Set(me.realm_access[realm] ?? [])
    return { me, mayAny: (...roles) => roles.some((role) => held.has(role)) }
  }, [me, realm])
  return <AccessContext value={access}>{children}</AccessContext>
}

export function useAccess(): Access {
  const access = use(AccessContext)
  if (access === undefined) throw new Error('useAccess needs an AccessProvider above it')
  return access
}
