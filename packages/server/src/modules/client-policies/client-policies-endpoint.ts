import {
  getClientPolicies,
  getClientProfiles,
  updateClientPolicies,
  updateClientProfiles,
} from '@ztrust/contract/admin/client-policies'
import { NotFound } from '../../kernel/error.ts'
import { recordAdminEvent } from '../../model/event/record-event.ts'
import { findRealmById } from '../../model/realm/realm.store.ts'
import type { Realm } from '../../model/realm/realm.ts'
import type { RealmSettings } from '../../model/realm/realm-settings.ts'
import { updateRealm } from '../../model/realm/update-realm.ts'
import { toPolicy, toProfile } from '../../oauth/represent-client-policies.ts'
import { requireStillThere, requireValidPolicies, requireValidProfiles } from '../../oauth/require-valid-policies.ts'
import { usableGlobalProfiles } from '../../oauth/usable-profiles.ts'
import { implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import type { CallerContext } from '../../spi/request.ts'
import { transact } from '../../storage/transact.ts'

export const clientPoliciesEndpoints = [
  implement(getClientProfiles, async ({ query }, { server, realm }) =>
    json({
      profiles: realm.realm.settings.clientProfiles.map(toProfile),
      ...(query['include-global-profiles']
        ? { globalProfiles: usableGlobalProfiles(server.registry).map(toProfile) }
        : {}),
    }),
  ),

  implement(updateClientProfiles, async ({ body }, context) => {
    const clientProfiles = requireValidProfiles(context.server.registry, body)
    await change(context, 'profiles', ({ clientPolicies }) => {
      requireStillThere(clientPolicies, clientProfiles)
      return { clientProfiles }
    })
    return empty()
  }),

  implement(getClientPolicies, async ({ query }, { realm }) =>
    json({
      policies: realm.realm.settings.clientPolicies.map(toPolicy),
      // There are none; Keycloak answers the empty list.
      ...(query['include-global-policies'] ? { globalPolicies: [] } : {}),
    }),
  ),

  implement(updateClientPolicies, async ({ body }, context) => {
    const { registry } = context.server
    await change(context, 'policies', ({ clientProfiles }) => ({
      clientPolicies: requireValidPolicies(registry, clientProfiles, body),
    }))
    return empty()
  }),
]

/** Changes the settings as they are stored now, so that a policy never refers to a profile that just went away. */
async function change(
  { server, realm, caller, request }: CallerContext,
  part: string,
  decide: (settings: RealmSettings) => Partial<Pick<RealmSettings, 'clientPolicies' | 'clientProfiles'>>,
): Promise<void> {
  await transact(server.storage, async (tx) => {
    // The first change locks the row; what is decided on is read after it.
    await updateRealm(tx, realm.realm, {})
    const stored: Realm | undefined = await findRealmById(tx, realm.realm.id)
    if (!stored) throw new NotFound('realm', 'Realm not found.')
    await updateRealm(tx, stored, { settings: decide(stored.settings) })
    const event = {
      operation: 'UPDATE',
      resourceType: 'CLIENT_POLICIES',
      resourcePath: `client-policies/${part}`,
      authRealmId: caller.realm.realm.id,
      authClientId: caller.client.client.id,
      authUserId: caller.user.id,
      authSessionId: caller.sessionId,
      ip: request.ip,
    } as const
    await recordAdminEvent(tx, realm, event, server)
  })
}
