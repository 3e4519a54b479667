import type { ClientRepresentation } from '@ztrust/contract/admin/clients'
import type { RegistrationCaller } from './registration-caller.ts'

/**
 * What a caller may say of a client. Ids are made by the server; which flows people sign in by is for administrators
 * (a flow of its own choice would spare a client the second factor).
 */
export function withoutProtected(client: ClientRepresentation, caller: RegistrationCaller): ClientRepresentation {
  const { id, access, authenticationFlowBindingOverrides, ...rest } = client
  const isAdministrator = caller.kind === 'user' && caller.can('manage-clients')
  return isAdministrator && authenticationFlowBindingOverrides ? { ...rest, authenticationFlowBindingOverrides } : rest
}
