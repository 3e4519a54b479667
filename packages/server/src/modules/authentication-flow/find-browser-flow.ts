import { requestedFlow } from '../../model/authentication-session/requested-flow.ts'
import type { Flow } from '../../model/flow/flow.ts'
import type { LoginContext } from '../../spi/login-protocol.ts'
import { isRegistration } from './registration-flow.ts'
import { isResetFlow } from './reset-flow.ts'

/** The flow of who registers, or forgot their credentials; the one that this sign-in was told to take; else the client's own (Keycloak's binding override), else the realm's. */
export function findBrowserFlow(login: Pick<LoginContext, 'realm' | 'client' | 'session'>): Flow | undefined {
  if (isRegistration(login.session)) return login.realm.flowByAlias(login.realm.realm.settings.registrationFlow)
  if (isResetFlow(login.session)) return login.realm.flowByAlias(login.realm.realm.settings.resetCredentialsFlow)
  const told = requestedFlow(login.session)
  // What names nothing must not weaken the sign-in to the usual flow.
  if (told !== undefined) return login.realm.flowByAlias(told)
  return findFlow(login, 'browser', login.realm.realm.settings.browserFlow)
}

export function findDirectGrantFlow(login: Pick<LoginContext, 'realm' | 'client'>): Flow | undefined {
  return findFlow(login, 'direct_grant', login.realm.realm.settings.directGrantFlow)
}

function findFlow({ realm, client }: Pick<LoginContext, 'realm' | 'client'>, binding: string, alias: string) {
  const override = client.client.settings.authenticationFlowBindingOverrides[binding]
  // An override that names nothing must not weaken the client to the realm's flow.
  return override ? realm.flow(override) : realm.flowByAlias(alias)
}
