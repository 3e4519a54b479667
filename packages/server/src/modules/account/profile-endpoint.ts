import { getAccount, listAccountGroups, listAccountLocales, updateAccount } from '@ztrust/contract/account'
import { Conflict } from '../../kernel/error.ts'
import { groupPath } from '../../model/group/group.store.ts'
import { listUserGroups } from '../../model/group/group-member.store.ts'
import { type ImplementedEndpoint, implement } from '../../spi/endpoint-handler.ts'
import { empty, json } from '../../spi/reply.ts'
import { offeredLocales, toAccountRepresentation } from './account-representation.ts'
import { updateOwnProfile } from './update-own-profile.ts'

export const profileEndpoints: readonly ImplementedEndpoint[] = [
  implement(getAccount, async (_request, { realm, caller }) => json(toAccountRepresentation(realm, caller.user))),

  implement(updateAccount, async ({ body }, context) => {
    try {
      await updateOwnProfile(context, body)
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      // Keycloak names the field here, so that a form can say it in the right place.
      const errorMessage = error.field === 'email' ? 'emailExistsMessage' : 'usernameExistsMessage'
      return json({ field: error.field, errorMessage, params: [] }, 409)
    }
    return empty()
  }),

  implement(listAccountGroups, async (_request, { server, realm, caller }) => {
    const groups = await listUserGroups(server.storage, realm.realm.id, caller.user.id)
    const paths = await Promise.all(groups.map(({ id }) => groupPath(server.storage, realm.realm.id, id)))
    return json(groups.map(({ id, name }, index) => ({ id, name, path: paths[index] ?? `/${name}` })))
  }),

  implement(listAccountLocales, async (_request, { realm }) => json(offeredLocales(realm))),
]
