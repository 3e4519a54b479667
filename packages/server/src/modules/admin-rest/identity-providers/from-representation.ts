import type {
  IdentityProviderMapperRepresentation,
  IdentityProviderRepresentation,
} from '@ztrust/contract/admin/identity-provider-representation'
import { InvalidInput } from '../../../kernel/error.ts'
import type { IdentityProvider, IdentityProviderMapper } from '../../../model/identity-provider/identity-provider.ts'
import {
  openIdentityProviderConfig,
  sealIdentityProviderConfig,
  unmaskIdentityProviderConfig,
} from '../../../model/identity-provider/identity-provider-secrets.ts'
import type { RealmSnapshot } from '../../../model/realm/realm-snapshot.ts'
import type { IdentityProviderType } from '../../../spi/identity-provider-type.ts'
import type { AdminContext } from '../admin-context.ts'

type Place = Pick<AdminContext, 'server' | 'realm'>
type Config = IdentityProvider['config']

/** Throws `InvalidInput`, in Keycloak's words, for a kind there is none of and for an unusable alias. */
export function toNewIdentityProvider(
  body: IdentityProviderRepresentation,
  place: Place,
  id: string,
): IdentityProvider {
  const type = requireType(place, body.providerId)
  const { alias } = body
  if (alias?.includes(' ')) throw new InvalidInput(undefined, 'Empty Space not allowed.')
  // Part of addresses, and of the list that clients name theirs in.
  if (!alias || !/^[\w.~-]+$/.test(alias)) throw new InvalidInput('alias', 'error-invalid-value')
  const changeable = toChangeable(body, place, type, { id, config: {} })
  return { id, realmId: place.realm.realm.id, alias, providerId: type.id, ...changeable }
}

/** What is left out is reset, as in Keycloak; alias, kind and organization stay. */
export function toChangedIdentityProvider(
  stored: IdentityProvider,
  body: IdentityProviderRepresentation,
  place: Place,
): IdentityProvider {
  requireType(place, body.providerId)
  if (body.alias !== undefined && body.alias !== stored.alias) {
    throw new InvalidInput(undefined, 'Identity Provider alias cannot be changed')
  }
  const { id, realmId, alias, providerId, organizationId } = stored
  const type = requireType(place, providerId)
  const config = openIdentityProviderConfig(stored, place.server.secrets)
  return {
    ...{ id, realmId, alias, providerId },
    ...(organizationId === undefined ? {} : { organizationId }),
    ...toChangeable(body, place, type, { id, config }),
  }
}

function toChangeable(
  body: IdentityProviderRepresentation,
  { server, realm }: Place,
  type: IdentityProviderType,
  { id, config: previous }: { readonly id: string; readonly config: Config },
) {
  const { hideOnLoginPage, ...sent } = toConfig(body.config)
  const unmasked = unmaskIdentityProviderConfig(sent, previous)
  const config = type.prepare?.(unmasked, realm.realm.settings) ?? unmasked
  const hideOnLogin = body.hideOnLogin ?? (hideOnLoginPage === undefined ? undefined : hideOnLoginPage === 'true')
  const { trustEmail, storeToken, addReadTokenRoleOnCreate, authenticateByDefault, linkOnly, displayName } = body
  const options = {
    ...{ trustEmail, storeToken, addReadTokenRoleOnCreate, authenticateByDefault, linkOnly, hideOnLogin },
    firstBrokerLoginFlowId: findFlow(realm, body.firstBrokerLoginFlowAlias),
    postBrokerLoginFlowId: findFlow(realm, body.postBrokerLoginFlowAlias),
  }
  return {
    enabled: body.enabled ?? true,
    ...(displayName === undefined ? {} : { displayName }),
    options: withoutUndefined(options),
    config: sealIdentityProviderConfig(config, id, server.secrets),
  }
}

function requireType({ server }: Place, providerId: string | undefined): IdentityProviderType {
  const type = server.registry.identityProviderTypes.get(providerId ?? '')
  if (!type) throw new InvalidInput(undefined, `Invalid identity provider id [${providerId ?? 'null'}]`)
  return type
}

/** Keycloak keeps no empty setting. */
export function toConfig(sent: IdentityProviderRepresentation['config']): Config {
  const kept = Object.entries(sent ?? {}).flatMap(([name, value]) => (value ? [[name, value] as const] : []))
  return Object.fromEntries(kept)
}

function findFlow(realm: RealmSnapshot, alias: string | undefined): string | undefined {
  if (!alias) return undefined
  const flow = realm.flowByAlias(alias)
  if (!flow) throw new InvalidInput(undefined, `No available authentication flow with alias: ${alias}`)
  return flow.id
}

function withoutUndefined<Fields extends object>(fields: Fields) {
  type Present = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present
}

/** Whole, as Keycloak wants it: what is left out is not kept. */
export function toIdentityProviderMapper(
  { name, identityProviderMapper: type, config }: IdentityProviderMapperRepresentation,
  { id: identityProviderId, realmId }: IdentityProvider,
  id: string,
  { server }: Pick<AdminContext, 'server'>,
): IdentityProviderMapper {
  if (!name) throw new InvalidInput('name', 'error-invalid-value')
  if (!type || !server.registry.identityProviderMapperTypes.has(type)) {
    throw new InvalidInput('identityProviderMapper', 'error-invalid-value')
  }
  return { id, realmId, identityProviderId, name, type, config: toConfig(config) }
}
