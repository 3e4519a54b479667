import type { ImportedUser } from '@ztrust/contract/admin/imported-user'
import { InvalidInput } from '../../../kernel/error.ts'
import { grantConsent } from '../../../model/consent/consent.store.ts'
import type { NewCredential } from '../../../model/credential/credential.ts'
import { linkIdentity } from '../../../model/identity-provider/link-identity.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import { createUser } from '../../../model/user/create-user.ts'
import { deleteUser } from '../../../model/user/delete-user.ts'
import { findServiceAccount } from '../../../model/user/user.store.ts'
import type { User } from '../../../model/user/user.ts'
import { grantRoles } from '../../../model/user/user-role.store.ts'
import type { ServerContext } from '../../../spi/server-context.ts'
import { prepareCredential } from './prepare-credential.ts'
import { leaveOut, type RealmDraft, resolveRoles } from './realm-draft.ts'

/** A user of a file whose passwords are hashed: ready to be written. */
export interface PreparedUser {
  readonly body: ImportedUser
  readonly credentials: readonly NewCredential[]
  /** Credentials that cannot be kept, and why. */
  readonly refused: readonly string[]
}

/** Hashes and checks what a user signs in with, before a transaction. */
export async function prepareUser(
  server: Pick<ServerContext, 'hashing' | 'secrets' | 'ids'>,
  passwordPolicy: string | undefined,
  body: ImportedUser,
): Promise<PreparedUser> {
  const credentials: NewCredential[] = []
  const refused: string[] = []
  for (const sent of body.credentials ?? []) {
    try {
      credentials.push(await prepareCredential(server, passwordPolicy, sent))
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      refused.push(error.message)
    }
  }
  return { body, credentials, refused }
}

/**
 * Makes a user as the file has it: with these roles and groups and no others, unless `defaults`, the realm's required
 * actions, say that it is to be like every new user. Throws `Conflict` and `InvalidInput`.
 */
export async function importUser(
  draft: RealmDraft,
  { body, credentials, refused }: PreparedUser,
  defaults?: RealmSnapshot['requiredActions'],
): Promise<User> {
  const { tx, realm, names } = draft
  const { username, serviceAccountClientId: clientName } = body
  if (!username) throw new InvalidInput(undefined, 'User name is missing')
  const what = `users/${username}`
  for (const reason of refused) leaveOut(draft, `${what}/credentials`, reason)
  if (body.federationLink !== undefined) leaveOut(draft, `${what}/federationLink`, 'There are no user storages')
  const clientId = clientName === undefined ? undefined : names.clients.get(clientName)
  if (clientName !== undefined && clientId === undefined)
    throw new InvalidInput(undefined, `Unable to find client ${clientName}`)
  if (clientId !== undefined) await removeServiceAccount(draft, clientId)
  const user = await createUser(
    tx,
    { realm, requiredActions: defaults ?? [] },
    {
      id: body.id,
      username,
      email: body.email,
      emailVerified: body.emailVerified,
      // Keycloak makes users disabled unless told.
      enabled: body.enabled ?? false,
      firstName: body.firstName,
      lastName: body.lastName,
      attributes: body.attributes,
      requiredActions: body.requiredActions ?? (defaults ? undefined : []),
      credentials,
      groupIds: resolveGroups(draft, what, body.groups ?? []),
      serviceAccountClientId: clientId,
      skipDefaults: defaults === undefined,
      createdAt: body.createdTimestamp,
      notBefore: body.notBefore,
    },
  )
  await grantRoles(tx, realm.id, user.id, await resolveRoles(draft, what, body))
  await linkIdentities(draft, what, user, body.federatedIdentities ?? [])
  await importConsents(draft, what, user, body.clientConsents ?? [])
  return user
}

/** The one that was made with the client gives way to the one of the file. */
async function removeServiceAccount({ tx, realm }: RealmDraft, clientId: string): Promise<void> {
  const made = await findServiceAccount(tx, realm.id, clientId)
  if (made) await deleteUser(tx, made)
}

function resolveGroups(draft: RealmDraft, what: string, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const id = draft.names.groups.get(path.startsWith('/') ? path : `/${path}`)
    if (id === undefined) leaveOut(draft, `${what}/groups${path}`, 'There is no such group')
    return id === undefined ? [] : [id]
  })
}

async function linkIdentities(
  draft: RealmDraft,
  what: string,
  user: User,
  links: NonNullable<ImportedUser['federatedIdentities']>,
): Promise<void> {
  for (const { identityProvider = '', userId: externalId, userName = '' } of links) {
    const id = draft.names.identityProviders.get(identityProvider)
    if (id === undefined || !externalId) {
      leaveOut(draft, `${what}/federatedIdentities/${identityProvider}`, 'There is no such identity provider')
    } else {
      const link = { userId: user.id, externalId, externalName: userName }
      await linkIdentity(draft.tx, { realmId: draft.realm.id, id }, link)
    }
  }
}

async function importConsents(
  draft: RealmDraft,
  what: string,
  user: User,
  consents: NonNullable<ImportedUser['clientConsents']>,
): Promise<void> {
  const { tx, realm, names } = draft
  for (const { clientId: clientName = '', grantedClientScopes = [] } of consents) {
    const clientId = names.clients.get(clientName)
    if (clientId === undefined) {
      leaveOut(draft, `${what}/clientConsents/${clientName}`, 'There is no such client')
      continue
    }
    const scopes = grantedClientScopes.flatMap((name) => names.clientScopes.get(name) ?? [])
    await grantConsent(tx, { realmId: realm.id, userId: user.id, clientId, scopes })
  }
}
