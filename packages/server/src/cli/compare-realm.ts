import type { RealmContentRepresentation, ScopeMappingRepresentation } from '@ztrust/contract/admin/realm-content'
import { RealmRepresentation } from '@ztrust/contract/admin/realms'
import type { RoleRepresentation } from '@ztrust/contract/admin/roles'
import { compareValues, type Difference } from './compare-values.ts'

export interface Change {
  readonly kind: 'add' | 'change'
  /** `clients/shop`; empty for the realm's own settings. */
  readonly what: string
  /** Of a change. */
  readonly differences: readonly Difference[]
}

export interface RealmPlan {
  readonly changes: readonly Change[]
  /** The part of the file that has to be sent. */
  readonly content: RealmContentRepresentation
}

const profileType = 'org.keycloak.userprofile.UserProfileProvider'
const policyType = 'org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy'

/** Told by the realm, or not compared: keys and names stay. */
const untouched: ReadonlySet<string> = new Set(['id', 'realm', 'defaultRole', 'keycloakVersion', 'requiredCredentials'])

/** What would make the realm as its file says; users are looked for one by one elsewhere. */
export function compareRealm(desired: RealmContentRepresentation, actual: RealmContentRepresentation): RealmPlan {
  const changes: Change[] = []
  const pick = <One>(
    section: string,
    list: readonly One[] | undefined,
    others: readonly One[] | undefined,
    nameOf: (one: One) => string | undefined,
    toPlain: (one: One) => unknown = (one) => one,
  ): One[] => {
    const known = new Map((others ?? []).map((one) => [nameOf(one), one]))
    return (list ?? []).filter((one) => {
      const other = known.get(nameOf(one))
      const plain = other === undefined ? undefined : toPlain(other)
      const change = compareOne(`${section}/${nameOf(one) ?? ''}`, toPlain(one), plain)
      if (change) changes.push(change)
      return change !== undefined
    })
  }
  const settings = compareSettings(desired, actual)
  changes.push(...settings.changes)
  const clientScopes = pick('clientScopes', desired.clientScopes, actual.clientScopes, (one) => one.name)
  const lists = compareLists(desired, actual)
  changes.push(...lists.changes)
  const flows = pick('authenticationFlows', desired.authenticationFlows, actual.authenticationFlows, (one) => one.alias)
  const configs = pick(
    'authenticatorConfig',
    desired.authenticatorConfig,
    actual.authenticatorConfig,
    (one) => one.alias,
  )
  const requiredActions = pick('requiredActions', desired.requiredActions, actual.requiredActions, (one) => one.alias)
  const clients = pick('clients', desired.clients, actual.clients, (one) => one.clientId)
  const realmRoles = pick('roles/realm', desired.roles?.realm, actual.roles?.realm, (one) => one.name, toPlainRole)
  const clientRoles = Object.entries(desired.roles?.client ?? {}).flatMap(([clientId, roles]) => {
    const others = actual.roles?.client?.[clientId]
    const picked = pick(`roles/client/${clientId}`, roles, others, (one) => one.name, toPlainRole)
    return picked.length > 0 ? [[clientId, picked] as const] : []
  })
  const groups = pick('groups', desired.groups, actual.groups, (one) => one.name)
  const identityProviders = pick(
    'identityProviders',
    desired.identityProviders,
    actual.identityProviders,
    (one) => one.alias,
  )
  const identityProviderMappers = pick(
    'identityProviderMappers',
    desired.identityProviderMappers,
    actual.identityProviderMappers,
    (one) => `${one.identityProviderAlias}/${one.name}`,
  )
  const mappings = compareMappings(desired, actual)
  changes.push(...mappings.changes)
  const components = compareComponents(desired, actual)
  changes.push(...components.changes)
  // A configuration that is made anew is bound by the executions that come with it.
  const withFlows = flows.length + configs.length > 0
  return {
    changes,
    content: {
      ...settings.content,
      ...lists.content,
      ...mappings.content,
      ...components.content,
      ...(clientScopes.length > 0 ? { clientScopes } : {}),
      ...(withFlows
        ? { authenticationFlows: desired.authenticationFlows, authenticatorConfig: desired.authenticatorConfig }
        : {}),
      ...(requiredActions.length > 0 ? { requiredActions } : {}),
      ...(clients.length > 0 ? { clients } : {}),
      ...(realmRoles.length + clientRoles.length > 0
        ? { roles: { realm: realmRoles, client: Object.fromEntries(clientRoles) } }
        : {}),
      ...(groups.length > 0 ? { groups } : {}),
      ...(identityProviders.length > 0 ? { identityProviders } : {}),
      ...(identityProviderMappers.length > 0 ? { identityProviderMappers } : {}),
    },
  }
}

interface Part {
  readonly changes: readonly Change[]
  readonly content: RealmContentRepresentation
}

function compareOne(what: string, desired: unknown, actual: unknown): Change | undefined {
  if (actual === undefined) return { kind: 'add', what, differences: [] }
  const differences = compareValues(desired, actual)
  return differences.length === 0 ? undefined : { kind: 'change', what, differences }
}

function compareSettings(desired: RealmContentRepresentation, actual: RealmContentRepresentation): Part {
  const names = Object.keys(RealmRepresentation.shape).filter((name) => !untouched.has(name))
  const differing = names.flatMap((name) => {
    const value = Reflect.get(desired, name)
    const differences = compareValues(value, Reflect.get(actual, name), name)
    return differences.length === 0 ? [] : [{ name, value, differences }]
  })
  const content = Object.fromEntries(differing.map(({ name, value }) => [name, value]))
  const texts = compareValues(desired.localizationTexts, actual.localizationTexts, 'localizationTexts')
  const differences = [...differing.flatMap((one) => one.differences), ...texts]
  return {
    changes: differences.length === 0 ? [] : [{ kind: 'change', what: '', differences }],
    content: { ...content, ...(texts.length > 0 ? { localizationTexts: desired.localizationTexts } : {}) },
  }
}

/** Lists of names. Default groups and roles are added, never taken away. */
function compareLists(desired: RealmContentRepresentation, actual: RealmContentRepresentation): Part {
  const exact = ['defaultDefaultClientScopes', 'defaultOptionalClientScopes'] as const
  const differing = exact.filter((name) => compareValues(desired[name], actual[name]).length > 0)
  const isNewGroup = (path: string) => !actual.defaultGroups?.includes(path)
  const defaultGroups = desired.defaultGroups?.filter(isNewGroup) ?? []
  const composites = actual.roles?.realm?.find((role) => role.name === actual.defaultRole?.name)?.composites?.realm
  const defaultRoles = desired.defaultRoles?.filter((name) => !composites?.includes(name)) ?? []
  return {
    changes: [
      ...differing.map((what) => ({
        kind: 'change' as const,
        what,
        differences: compareValues(desired[what], actual[what]),
      })),
      ...defaultGroups.map((path) => ({ kind: 'add' as const, what: `defaultGroups${path}`, differences: [] })),
      ...defaultRoles.map((name) => ({ kind: 'add' as const, what: `defaultRoles/${name}`, differences: [] })),
    ],
    content: {
      ...Object.fromEntries(differing.map((name) => [name, desired[name]])),
      ...(defaultGroups.length > 0 ? { defaultGroups } : {}),
      ...(defaultRoles.length > 0 ? { defaultRoles } : {}),
    },
  }
}

/** Roles that clients and client scopes are to be limited to, and are not yet. */
function compareMappings(desired: RealmContentRepresentation, actual: RealmContentRepresentation): Part {
  const missing = (
    wanted: readonly ScopeMappingRepresentation[] | undefined,
    held: readonly ScopeMappingRepresentation[] | undefined,
  ) =>
    (wanted ?? []).filter(({ client, clientScope, roles = [] }) => {
      const same = held?.find((one) => one.client === client && one.clientScope === clientScope)
      return roles.some((role) => !same?.roles?.includes(role))
    })
  const scopeMappings = missing(desired.scopeMappings, actual.scopeMappings)
  const ofClients = Object.entries(desired.clientScopeMappings ?? {}).flatMap(([clientId, wanted]) => {
    const picked = missing(wanted, actual.clientScopeMappings?.[clientId])
    return picked.length > 0 ? [[clientId, picked] as const] : []
  })
  const toChange = (section: string) => (one: ScopeMappingRepresentation) => ({
    kind: 'add' as const,
    what: `${section}/${one.client ?? one.clientScope ?? ''}`,
    differences: [],
  })
  return {
    changes: [
      ...scopeMappings.map(toChange('scopeMappings')),
      ...ofClients.flatMap(([clientId, list]) => list.map(toChange(`clientScopeMappings/${clientId}`))),
    ],
    content: {
      ...(scopeMappings.length > 0 ? { scopeMappings } : {}),
      ...(ofClients.length > 0 ? { clientScopeMappings: Object.fromEntries(ofClients) } : {}),
    },
  }
}

/** The user profile and the rules of client registration; keys stay as they are. */
function compareComponents(desired: RealmContentRepresentation, actual: RealmContentRepresentation): Part {
  const differing = [profileType, policyType].filter((type) => {
    const list = desired.components?.[type]
    if (!list) return false
    const nameOf = (one: (typeof list)[number]) => `${one.subType ?? ''}/${one.name ?? ''}`
    const others = new Map((actual.components?.[type] ?? []).map((one) => [nameOf(one), one]))
    const isOther = others.size !== list.length
    return (
      isOther ||
      list.some((one) => compareValues(toPlainConfig(one), toPlainConfig(others.get(nameOf(one)))).length > 0)
    )
  })
  return {
    changes: differing.map((type) => ({ kind: 'change', what: `components/${type}`, differences: [] })),
    content:
      differing.length === 0
        ? {}
        : { components: Object.fromEntries(differing.map((type) => [type, desired.components?.[type] ?? []])) },
  }
}

type Component = NonNullable<RealmContentRepresentation['components']>[string][number]

/** Texts that are JSON are compared as what they say. */
function toPlainConfig(component: Component | undefined): unknown {
  if (!component) return undefined
  const config = Object.entries(component.config ?? {}).map(([name, values]) => [
    name,
    values.map((value) => (value.startsWith('{') ? JSON.stringify(JSON.parse(value)) : value)),
  ])
  return { providerId: component.providerId, config: Object.fromEntries(config) }
}

/** A role contains what its file lists and nothing else; a file that says nothing of it lets it be. */
function toPlainRole({ composites, composite, ...role }: RoleRepresentation): unknown {
  if (composites === undefined && composite === undefined) return role
  const { realm = [], client = {} } = composites ?? {}
  const ofClients = Object.entries(client).flatMap(([clientId, names]) => names.map((name) => `${clientId}/${name}`))
  return { ...role, composites: [...realm, ...ofClients] }
}
