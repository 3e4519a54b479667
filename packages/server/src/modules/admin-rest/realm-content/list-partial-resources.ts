import type { PartialImportRepresentation, PartialImportResult } from '@ztrust/contract/admin/partial-import'
import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { deleteGroup } from '../../../model/group/delete-group.ts'
import { deleteIdentityProvider } from '../../../model/identity-provider/delete-identity-provider.ts'
import { findIdentityProvider } from '../../../model/identity-provider/identity-provider.store.ts'
import {
  deleteIdentityProviderMapper,
  findIdentityProviderMapper,
} from '../../../model/identity-provider/identity-provider-mapper.store.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { deleteRole } from '../../../model/role/delete-role.ts'
import { findRole } from '../../../model/role/role.store.ts'
import { deleteUser } from '../../../model/user/delete-user.ts'
import { findUserByEmail, findUserByUsername } from '../../../model/user/user.store.ts'
import { importGroup } from './import-groups.ts'
import { importIdentityProvider, importIdentityProviderMapper } from './import-identity-providers.ts'
import { importComposites, importRole } from './import-roles.ts'
import { importUser, type PreparedUser } from './import-users.ts'
import { toClientResource } from './partial-client.ts'
import { type RealmDraft, roleId } from './realm-draft.ts'

/** One thing of a partial import: how it is found, removed and made. */
export interface PartialResource {
  readonly type: PartialImportResult['resourceType']
  readonly name: string
  /** What a `FAIL` says, in Keycloak's words. */
  readonly taken: string
  /** Beginning of the admin event's path. */
  readonly path: string
  readonly representation: unknown
  /** Id of the client that the role belongs to. */
  readonly container?: string
  find(): Promise<string | undefined>
  remove(id: string): Promise<void>
  /** Its id; undefined when it has no place here. */
  make(): Promise<string | undefined>
  /** When all others are made. */
  finish?(): Promise<void>
}

/** The parts of the file in the order in which they name each other. */
export function* listPartialResources(
  draft: RealmDraft,
  snapshot: RealmSnapshot,
  body: PartialImportRepresentation,
  users: readonly PreparedUser[],
): Generator<PartialResource> {
  for (const client of body.clients ?? []) yield toClientResource(draft, snapshot, client)
  for (const role of body.roles?.realm ?? []) yield toRoleResource(draft, role)
  for (const [clientId, roles] of Object.entries(body.roles?.client ?? {})) {
    for (const role of roles) yield toRoleResource(draft, role, clientId)
  }
  yield* toProviderResources(draft, snapshot, body)
  for (const group of body.groups ?? []) yield toGroupResource(draft, group)
  for (const user of users) yield toUserResource(draft, user)
}

function toRoleResource(draft: RealmDraft, body: RoleRepresentation, clientId?: string): PartialResource {
  const { tx, realm, names } = draft
  const { name = '' } = body
  const container = clientId === undefined ? realm.id : (names.clients.get(clientId) ?? '')
  return {
    ...(clientId === undefined
      ? { type: 'REALM_ROLE', name, path: 'realms', taken: `Realm role '${name}' already exists.` }
      : {
          type: 'CLIENT_ROLE',
          name: `${clientId}-->${name}`,
          path: 'clients',
          taken: `Client role '${name}' for client '${clientId}' already exists.`,
          container,
        }),
    representation: body,
    find: async () => roleId(draft, container, name),
    remove: async (id) => {
      const role = await findRole(tx, realm.id, id)
      // Every user has the default role: it is changed in its place.
      if (!role || role.id === realm.settings.defaultRoleId) return
      await deleteRole(tx, realm, role)
      names.roles.get(container)?.delete(name)
    },
    make: () => importRole(draft, container, body),
    finish: () => importComposites(draft, container, body),
  }
}

function* toProviderResources(
  draft: RealmDraft,
  snapshot: RealmSnapshot,
  { identityProviders = [], identityProviderMappers = [] }: PartialImportRepresentation,
): Generator<PartialResource> {
  const { tx, realm, names } = draft
  for (const body of identityProviders) {
    const { alias = '' } = body
    yield {
      type: 'IDP',
      name: alias,
      path: 'identity-provider-settings',
      taken: `Identity Provider '${alias}' already exists.`,
      representation: body,
      find: async () => names.identityProviders.get(alias),
      remove: async () => {
        const provider = await findIdentityProvider(tx, realm.id, { alias })
        if (provider) await deleteIdentityProvider(tx, provider)
        names.identityProviders.delete(alias)
      },
      make: () => importIdentityProvider(draft, snapshot, body),
    }
  }
  for (const body of identityProviderMappers) {
    const { name = '', identityProviderAlias: alias = '' } = body
    const owner = () => ({ realmId: realm.id, id: names.identityProviders.get(alias) ?? '' })
    yield {
      type: 'IDP_MAPPER',
      name,
      path: 'mappers',
      // Without a blank, as Keycloak writes it.
      taken: `Identity Provider Mapper'${name}' already exists.`,
      representation: body,
      find: async () => (await findIdentityProviderMapper(tx, owner(), { name }))?.id,
      remove: async (id) => void (await deleteIdentityProviderMapper(tx, owner(), id)),
      make: () => importIdentityProviderMapper(draft, snapshot, body),
    }
  }
}

function toGroupResource(
  draft: RealmDraft,
  body: NonNullable<PartialImportRepresentation['groups']>[number],
): PartialResource {
  const { tx, realm, names } = draft
  const { name = '' } = body
  const path = `/${name}`
  return {
    type: 'GROUP',
    name,
    path: 'groups',
    taken: `Group '${path}' already exists`,
    representation: body,
    find: async () => names.groups.get(path),
    remove: async (id) => {
      await deleteGroup(tx, { realmId: realm.id, id })
      for (const known of names.groups.keys()) {
        if (known === path || known.startsWith(`${path}/`)) names.groups.delete(known)
      }
    },
    make: () => importGroup(draft, body),
  }
}

function toUserResource(draft: RealmDraft, user: PreparedUser): PartialResource {
  const { tx, realm } = draft
  const { username = '', email } = user.body
  return {
    type: 'USER',
    name: username,
    path: 'users',
    taken: `User with user name ${username} already exists.`,
    representation: user.body,
    find: async () => {
      const named = await findUserByUsername(tx, realm.id, username)
      if (named || !email || realm.settings.duplicateEmailsAllowed) return named?.id
      return (await findUserByEmail(tx, realm.id, email))?.id
    },
    remove: async (id) => void (await deleteUser(tx, { realmId: realm.id, id })),
    make: async () => (await importUser(draft, user)).id,
  }
}
