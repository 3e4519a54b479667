import { InvalidInput, InvalidInputs } from '../../kernel/error.ts'
import type { ProfileParty, Realm, UserProfile, UserProfileAttribute } from '../realm/realm.ts'
import type { RealmSnapshot } from '../realm/realm-snapshot.ts'
import { type ProfileProblem, validators } from './profile-validators.ts'
import type { User } from './user.ts'
import type { UserAttributes } from './user-attributes.ts'

/** Values by attribute name: `username`, `email`, `firstName`, `lastName` and the user's other attributes alike. */
export type ProfileValues = Readonly<Record<string, readonly string[]>>

export interface ProfileOptions {
  /** The user as stored; absent while it is being made. */
  readonly existing?: User | undefined
  /** Scopes of the request, for attributes that are required or asked for only with some. */
  readonly scopes?: readonly string[] | undefined
  /** Administrators may leave out what only users must fill in. */
  readonly ignoreRequired?: boolean | undefined
}

/** What may be stored, as `createUser` and `updateUser` take it. */
export interface CheckedProfile {
  readonly username?: string
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly attributes: UserAttributes
}

const rootAttributes = ['username', 'email', 'firstName', 'lastName'] as const
type RootAttribute = (typeof rootAttributes)[number]

/**
 * Checks values by the realm's user profile and gives all that is to be stored then. An absent name keeps its stored
 * values, an empty list clears them; what `party` may not edit stays as it is, whatever was sent. Throws `InvalidInputs` with every problem, codes being Keycloak's message keys.
 */
export function validateProfile(
  { realm }: Pick<RealmSnapshot, 'realm'>,
  values: ProfileValues,
  party: ProfileParty,
  options: ProfileOptions = {},
): CheckedProfile {
  const stored = options.existing ? toValues(options.existing) : {}
  const problems: InvalidInput[] = []
  const kept = new Map<string, readonly string[]>()
  for (const attribute of realm.userProfile.attributes) {
    const before = stored[attribute.name] ?? []
    const mayEdit = canEdit(realm, attribute, party, options)
    const sent = values[attribute.name]?.map((value) => normalise(attribute.name, value)) ?? before
    if (!mayEdit && options.existing && !isSame(sent, before) && canView(attribute, party)) {
      problems.push(new InvalidInput(attribute.name, 'error-user-attribute-read-only', [attribute.name]))
    }
    const accepted = (mayEdit ? sent : before).filter((value) => value !== '')
    const checked = mayEdit ? checkAttribute(attribute, accepted, party, options) : []
    problems.push(...checked.map((problem) => toInvalidInput(attribute.name, problem)))
    if (accepted.length > 0) kept.set(attribute.name, accepted)
  }
  const managed = new Set(realm.userProfile.attributes.map((attribute) => attribute.name))
  for (const [name, list] of unmanaged(realm.userProfile, values, stored, managed, party)) kept.set(name, list)
  if (problems.length > 0) throw new InvalidInputs(problems)
  return toChecked(kept)
}

/** One attribute for a form or a representation. */
export interface ProfileViewAttribute {
  readonly name: string
  readonly displayName?: string
  readonly required: boolean
  readonly readOnly: boolean
  readonly multivalued: boolean
  readonly group?: string
  readonly annotations: Readonly<Record<string, unknown>>
  readonly validators: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly values: readonly string[]
}

/** What `party` may see of a user, in the profile's order; `user` absent while it is being made. */
export function profileView(
  { realm }: Pick<RealmSnapshot, 'realm'>,
  user: User | undefined,
  party: ProfileParty,
  options: Pick<ProfileOptions, 'scopes'> = {},
): readonly ProfileViewAttribute[] {
  const stored = user ? toValues(user) : {}
  return realm.userProfile.attributes
    .filter((attribute) => canView(attribute, party) && isSelected(attribute, options.scopes))
    .filter((attribute) => !(attribute.name === 'username' && party === 'user' && !user && hasEmailAsUsername(realm)))
    .map((attribute) => ({
      name: attribute.name,
      ...(attribute.displayName === undefined ? {} : { displayName: attribute.displayName }),
      required: isRequired(attribute, party, options.scopes),
      readOnly: !canEdit(realm, attribute, party, { existing: user }),
      multivalued: attribute.multivalued ?? false,
      ...(attribute.group === undefined ? {} : { group: attribute.group }),
      annotations: attribute.annotations ?? {},
      validators: attribute.validations ?? {},
      values: stored[attribute.name] ?? [],
    }))
}

function checkAttribute(
  attribute: UserProfileAttribute,
  values: readonly string[],
  party: ProfileParty,
  options: ProfileOptions,
): readonly ProfileProblem[] {
  if (!isSelected(attribute, options.scopes)) return []
  const filled = values.filter((value) => value.trim() !== '')
  if (filled.length === 0) {
    const isNeeded =
      attribute.name === 'username' || (isRequired(attribute, party, options.scopes) && !options.ignoreRequired)
    return isNeeded ? [{ code: 'error-user-attribute-required', parameters: [] }] : []
  }
  if (!attribute.multivalued && values.length > 1)
    return [{ code: 'error-invalid-multivalued-size', parameters: [0, 1] }]
  return Object.entries(attribute.validations ?? {}).flatMap(([id, config]) => validators[id]?.(values, config) ?? [])
}

function isRequired(
  { required }: UserProfileAttribute,
  party: ProfileParty,
  scopes: readonly string[] | undefined,
): boolean {
  if (!required) return false
  const { roles = [], scopes: needed = [] } = required
  // Keycloak: an empty rule means always; otherwise either kind of condition suffices.
  if (roles.length === 0 && needed.length === 0) return true
  return roles.includes(party) || needed.some((scope) => scopes?.includes(scope))
}

function isSelected({ selector }: UserProfileAttribute, scopes: readonly string[] | undefined): boolean {
  if (!selector || selector.scopes.length === 0 || scopes === undefined) return true
  return selector.scopes.some((scope) => scopes.includes(scope))
}

function canView({ permissions }: UserProfileAttribute, party: ProfileParty): boolean {
  return permissions !== undefined && (permissions.view.includes(party) || permissions.edit.includes(party))
}

function canEdit(
  realm: Realm,
  attribute: UserProfileAttribute,
  party: ProfileParty,
  { existing }: Pick<ProfileOptions, 'existing'>,
): boolean {
  if (!attribute.permissions?.edit.includes(party)) return false
  // Usernames of existing users are fixed for the users themselves unless the realm says otherwise.
  if (attribute.name !== 'username' || !existing || party === 'admin') return true
  return realm.settings.editUsernameAllowed && !hasEmailAsUsername(realm)
}

function hasEmailAsUsername(realm: Realm): boolean {
  return realm.settings.registrationEmailAsUsername
}

/** Attributes the profile does not know: by its policy, taken from the request, kept as they are, or dropped. */
function unmanaged(
  { unmanagedAttributePolicy }: UserProfile,
  values: ProfileValues,
  stored: ProfileValues,
  managed: ReadonlySet<string>,
  party: ProfileParty,
): readonly [string, readonly string[]][] {
  const mayEdit =
    unmanagedAttributePolicy === 'ENABLED' || (unmanagedAttributePolicy === 'ADMIN_EDIT' && party === 'admin')
  const isUnmanaged = ([name]: readonly [string, unknown]) =>
    !managed.has(name) && !rootAttributes.some((root) => root === name)
  const before = Object.entries(stored).filter(isUnmanaged)
  return mayEdit ? [...before, ...Object.entries(values).filter(isUnmanaged)] : before
}

function toValues(user: User): ProfileValues {
  const root = rootAttributes.flatMap((name): readonly [string, readonly string[]][] => {
    const value = user[name]
    return value === undefined ? [] : [[name, [value]]]
  })
  return Object.fromEntries([...Object.entries(user.attributes), ...root])
}

function toChecked(kept: ReadonlyMap<string, readonly string[]>): CheckedProfile {
  const isRoot = (name: string): name is RootAttribute => rootAttributes.some((root) => root === name)
  const root: Partial<Record<RootAttribute, string>> = {}
  const attributes: [string, readonly string[]][] = []
  for (const [name, values] of kept) {
    const [value] = values
    if (!isRoot(name)) attributes.push([name, values])
    else if (value !== undefined) root[name] = value
  }
  return { ...root, attributes: Object.fromEntries(attributes) }
}

function normalise(name: string, value: string): string {
  return name === 'username' || name === 'email' ? value.trim().toLowerCase() : value
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index])
}

function toInvalidInput(name: string, { code, parameters }: ProfileProblem): InvalidInput {
  return new InvalidInput(name, code, [name, ...parameters])
}
