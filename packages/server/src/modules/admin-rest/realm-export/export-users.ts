import type { ImportedCredential, ImportedUser } from '@ztrust/contract/admin/imported-user'
import type { UserExportRepresentation } from '@ztrust/contract/admin/realm-export'
import type { SecretBox } from '../../../crypto/secret-box.ts'
import type { Credential } from '../../../model/credential/credential.ts'
import { readOtpSecret } from '../../../model/credential/otp-credential.ts'
import { loadRealmNames, type RealmNames } from '../../../model/realm/load-realm-names.ts'
import { listUserBelongings, listUsersAfter, type UserBelongings } from '../../../model/user/list-user-belongings.ts'
import type { User } from '../../../model/user/user.ts'
import type { AdminContext } from '../admin-context.ts'
import { copyAttributes } from '../copy-attributes.ts'
import { groupRoleNames } from './export-roles.ts'

type Place = Pick<AdminContext, 'server' | 'realm'>

/** A page of users with all that belongs to them, in the form in which Keycloak writes and reads them. */
export async function exportUserPage(
  { server, realm }: Place,
  after: string,
  limit: number,
): Promise<UserExportRepresentation> {
  const { storage, secrets } = server
  const { id } = realm.realm
  const { users, lastKey } = await listUsersAfter(storage, id, after, limit)
  if (users.length === 0) return { users: [] }
  const belongings = await listUserBelongings(
    storage,
    id,
    users.map((user) => user.id),
  )
  const reader = {
    names: toReverse(await loadRealmNames(storage, id)),
    graph: await realm.roles(),
    belongings,
    secrets,
  }
  return {
    users: users.map((user) => toFileUser(reader, user)),
    ...(users.length < limit || lastKey === undefined ? {} : { next: lastKey }),
  }
}

interface Reader {
  readonly names: ReturnType<typeof toReverse>
  readonly graph: Awaited<ReturnType<AdminContext['realm']['roles']>>
  readonly belongings: UserBelongings
  readonly secrets: SecretBox
}

function toFileUser({ names, graph, belongings, secrets }: Reader, user: User): ImportedUser {
  const roles = (belongings.roleIds.get(user.id) ?? []).flatMap((id) => graph.role(id) ?? [])
  const { realmRoles, clientRoles } = groupRoleNames(roles, names.clients)
  const credentials = belongings.credentials.get(user.id) ?? []
  const identities = belongings.identities.get(user.id) ?? []
  const consents = belongings.consents.get(user.id) ?? []
  const clientName = user.serviceAccountClientId && names.clients.get(user.serviceAccountClientId)
  return {
    id: user.id,
    username: user.username,
    firstName: user.firstName,
    lastName: user.lastName,
    email: user.email,
    emailVerified: user.emailVerified,
    ...(Object.keys(user.attributes).length > 0 ? { attributes: copyAttributes(user.attributes) } : {}),
    enabled: user.enabled,
    createdTimestamp: user.createdAt,
    totp: credentials.some((credential) => credential.type === 'otp'),
    ...(clientName ? { serviceAccountClientId: clientName } : {}),
    credentials: credentials.map((credential) => toFileCredential(credential, secrets)),
    disableableCredentialTypes: [],
    requiredActions: [...user.requiredActions],
    ...(identities.length > 0
      ? {
          federatedIdentities: identities.map(({ identityProviderId, externalId, externalName }) => ({
            identityProvider: names.identityProviders.get(identityProviderId),
            userId: externalId,
            userName: externalName,
          })),
        }
      : {}),
    ...(realmRoles.length > 0 ? { realmRoles } : {}),
    ...(Object.keys(clientRoles).length > 0 ? { clientRoles } : {}),
    ...(consents.length > 0
      ? {
          clientConsents: consents.map(({ clientId, scopes, createdAt }) => ({
            clientId: names.clients.get(clientId),
            grantedClientScopes: scopes.flatMap((id) => names.clientScopes.get(id) ?? []),
            createdDate: createdAt,
          })),
        }
      : {}),
    notBefore: user.notBefore,
    groups: (belongings.groupIds.get(user.id) ?? []).flatMap((id) => names.groups.get(id) ?? []).sort(),
  }
}

function toFileCredential(credential: Credential, secrets: SecretBox): ImportedCredential {
  const { id, type, label, createdAt } = credential
  const isOtp = type === 'otp'
  const { lastStep: _, ...parameters } = credential.credentialData
  const data = isOtp ? { ...parameters, secretEncoding: 'BASE32' } : credential.credentialData
  const secret = isOtp ? { value: readOtpSecret(secrets, credential) } : credential.secretData
  return {
    id,
    type,
    ...(label === undefined ? {} : { userLabel: label }),
    createdDate: createdAt,
    secretData: JSON.stringify(secret),
    credentialData: JSON.stringify(data),
  }
}

/** Names by ids. */
function toReverse({ clients, clientScopes, groups, identityProviders }: RealmNames) {
  return {
    clients: turn(clients),
    clientScopes: turn(clientScopes),
    groups: turn(groups),
    identityProviders: turn(identityProviders),
  }
}

function turn(idsByName: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...idsByName].map(([name, id]) => [id, name]))
}
