import type { Flow } from '../../model/flow/flow.ts'
import type { LoginContext } from '../../spi/login-protocol.ts'

/** The flow of the client where it has its own (Keycloak's binding override), else the realm's. */
export function findBrowserFlow(login: Pick<LoginContext, 'realm' | 'client'>): Flow | undefined {
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
