import {
  countUsers as countUsersDeclaration,
  createUser as createUserDeclaration,
  deleteUser as deleteUserDeclaration,
  getUser,
  listUsers,
  updateUser as updateUserDeclaration,
} from '@ztrust/contract/admin/users'
import { findPhotoTag, photoUrl } from '../../../model/photo/photo.store.ts'
import { deleteUser } from '../../../model/user/delete-user.ts'
import { countUsers, searchUsers, type UserFilter } from '../../../model/user/search-users.ts'
import { findUserById } from '../../../model/user/user.store.ts'
import type { User } from '../../../model/user/user.ts'
import { implement } from '../../../spi/endpoint-handler.ts'
import { created, empty, json } from '../../../spi/reply.ts'
import { toPage } from '../../../storage/page.ts'
import { transact } from '../../../storage/transact.ts'
import { type AdminContext, addressOf } from '../admin-context.ts'
import { requireUser } from '../find-in-realm.ts'
import { parseAttributeQuery } from '../parse-attribute-query.ts'
import { recordChange } from '../record-change.ts'
import { createUserAsAdministrator } from './create-user-as-administrator.ts'
import { toUserList } from './list-users.ts'
import { toProfileMetadata } from './profile-metadata.ts'
import { toUserAccess } from './to-representation.ts'
import { updateUserAsAdministrator } from './update-user-as-administrator.ts'

interface UserQuery {
  readonly search?: string | undefined
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly exact?: boolean | undefined
  readonly enabled?: boolean | undefined
  readonly emailVerified?: boolean | undefined
  readonly q?: string | undefined
  readonly idpAlias?: string | undefined
  readonly idpUserId?: string | undefined
}

const idPrefix = 'id:'

export const usersEndpoints = [
  implement(listUsers, async ({ query }, context) => {
    // Who may only query sees those users that something else shows them; nothing else does here.
    if (!context.caller.can('view-users', 'manage-users')) return json([])
    const users = await findUsers(context, query, toPage(query))
    return json(await toUserList(context, users, query.briefRepresentation === true))
  }),

  implement(countUsersDeclaration, async ({ query }, context) => {
    if (!context.caller.can('view-users', 'manage-users')) return json(0)
    if (query.search?.startsWith(idPrefix)) return json((await findUsers(context, query, toPage({}))).length)
    return json(await countUsers(context.server.storage, context.realm.realm.id, toFilter(query)))
  }),

  implement(createUserDeclaration, async ({ body }, context) => {
    const user = await createUserAsAdministrator(context, body)
    return created(addressOf(context, 'users', user.id))
  }),

  implement(getUser, async ({ params, query }, context) => {
    const user = await requireUser(context, params.id)
    const [representation] = await toUserList(context, [user], false)
    const { server, realm } = context
    const photoTag = await findPhotoTag(server.storage, realm.realm.id, user.id)
    return json({
      ...representation,
      access: toUserAccess(context.caller),
      ...(photoTag === undefined ? {} : { photoUrl: photoUrl(server.urls.realm(realm.realm.name), user.id, photoTag) }),
      ...(query.userProfileMetadata ? { userProfileMetadata: toProfileMetadata(realm, user) } : {}),
    })
  }),

  implement(updateUserDeclaration, async ({ params, body }, context) => {
    await updateUserAsAdministrator(context, await requireUser(context, params.id), body)
    return empty()
  }),

  implement(deleteUserDeclaration, async ({ params }, context) => {
    const user = await requireUser(context, params.id)
    await transact(context.server.storage, async (tx) => {
      await deleteUser(tx, user)
      await recordChange(tx, context, { operation: 'DELETE', resourceType: 'USER', path: ['users', user.id] })
    })
    return empty()
  }),
]

async function findUsers(
  { server, realm }: AdminContext,
  query: UserQuery,
  page: ReturnType<typeof toPage>,
): Promise<readonly User[]> {
  const realmId = realm.realm.id
  if (!query.search?.startsWith(idPrefix)) return searchUsers(server.storage, realmId, toFilter(query), page)
  const ids = [...new Set(query.search.slice(idPrefix.length).trim().split(/\s+/))].slice(0, 100)
  const users = await Promise.all(ids.map((id) => findUserById(server.storage, realmId, id)))
  return users.filter((user) => user !== undefined).slice(page.first, page.first + page.max)
}

function toFilter(query: UserQuery): UserFilter {
  const { search, username, email, firstName, lastName, exact, enabled, emailVerified, idpAlias, idpUserId } = query
  const attributes = parseAttributeQuery(query.q)
  // Keycloak leaves service accounts out of plain lists and searches, not out of searches by field.
  const isByField = [username, email, firstName, lastName].some((text) => text !== undefined) || attributes.length > 0
  return {
    search,
    username,
    email,
    firstName,
    lastName,
    exact,
    enabled,
    emailVerified,
    idpAlias,
    idpUserId,
    attributes,
    includeServiceAccounts: search === undefined && isByField,
  }
}
