import type { ClientScopeRepresentation } from '@ztrust/contract/admin/client-scopes'
import {
  addClientDefaultScope,
  addClientOptionalScope,
  getClient,
  listClientDefaultScopes,
  listClientOptionalScopes,
  removeClientDefaultScope,
  removeClientOptionalScope,
} from '@ztrust/contract/admin/clients'
import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useApi, useEndpoint, useInvalidate } from '@ztrust/ui/use-api.tsx'
import { useRealmName } from '../../route-parameters.ts'
import { useText } from '../../text.ts'

export type ScopeAssignment = 'default' | 'optional' | 'none'

/** How a client has the scopes of the realm, and how to change it. */
export function useClientScopes(clientId: string) {
  const api = useApi()
  const text = useText()
  const realm = useRealmName()
  const toasts = useToasts()
  const invalidate = useInvalidate()
  const params = { realm, id: clientId }
  const defaults = useEndpoint(listClientDefaultScopes, { params })
  const optionals = useEndpoint(listClientOptionalScopes, { params })

  const assignmentOf = (scopeId: string): ScopeAssignment => {
    if (defaults.data?.some((scope) => scope.id === scopeId)) return 'default'
    return optionals.data?.some((scope) => scope.id === scopeId) ? 'optional' : 'none'
  }
  const assign = async (scope: ClientScopeRepresentation, next: ScopeAssignment) => {
    const call = { params: { ...params, scope: scope.id ?? '' } }
    const current = assignmentOf(scope.id ?? '')
    try {
      if (current === 'default') await api(removeClientDefaultScope, call)
      if (current === 'optional') await api(removeClientOptionalScope, call)
      if (next === 'default') await api(addClientDefaultScope, call)
      if (next === 'optional') await api(addClientOptionalScope, call)
      toasts.success(text('scopes.saved', { name: scope.name, state: text(`scopes.${next}`) }))
    } catch (error) {
      toasts.failure(error)
    }
    await invalidate(listClientDefaultScopes, listClientOptionalScopes, getClient)
  }
  return { assignmentOf, assign, isReady: defaults.data !== undefined && optionals.data !== undefined }
}
