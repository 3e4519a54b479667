import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import { escapeLike, toKey } from '../../kernel/text.ts'
import type { Db } from '../../storage/db.ts'
import { prefixRange } from '../../storage/dialect.ts'
import { hotStatement } from '../../storage/hot-statement.ts'
import type { Page } from '../../storage/page.ts'
import type { Schema } from '../../storage/schema.ts'
import { collectParts, toUser, type UserRow } from './user.table.ts'
import type { User } from './user.ts'
import { attributeKey } from './user-attributes.ts'

/** Whom to list, as Keycloak's user search reads its parameters. All conditions must hold. */
export interface UserFilter {
  /** Words: each must begin the username, e-mail address, first or last name; `*x*` occurs in one; `"x"` is one. */
  readonly search?: string | undefined
  /** These four: text that occurs in the field, or is the field with `exact`. */
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly exact?: boolean | undefined
  readonly enabled?: boolean | undefined
  readonly emailVerified?: boolean | undefined
  /** Alias of an identity provider that the user is linked to, and their id there: of one link, when both are given. */
  readonly idpAlias?: string | undefined
  readonly idpUserId?: string | undefined
  /** Attribute name and value, compared without case. */
  readonly attributes?: readonly (readonly [name: string, value: string])[] | undefined
  /** Service accounts are left out unless true. */
  readonly includeServiceAccounts?: boolean | undefined
}

type Searched = Schema & { u: UserRow }
type Condition = Expression<SqlBool>
const searchedKeys = ['username_key', 'email_key', 'first_name_key', 'last_name_key'] as const
const any = expressionBuilder<Searched, 'u'>()

/** Users by username, with their attributes and required actions. */
export async function searchUsers(db: Db, realmId: string, filter: UserFilter, page: Page): Promise<readonly User[]> {
  const rows = (await walkToPage(db, realmId, filter, page)) ?? (await findPage(db, realmId, filter, page))
  return withParts(db, realmId, rows)
}

function findPage(db: Db, realmId: string, filter: UserFilter, page: Page): Promise<UserRow[]> {
  return select(db, realmId, filter, findIndexed(toWords(filter.search ?? '')))
    .selectAll('u')
    .orderBy('u.username_key')
    .limit(page.max)
    .offset(page.first)
    .execute()
}

/** How far the walk goes before it gives up: some ten milliseconds. */
const walkedUsers = 10_000

/**
 * For a search that very many fit: walks through the first users in their order and stops when the page is full, instead
 * of finding all who fit to sort them. Undefined where few fit, or those who fit stand too far back.
 */
async function walkToPage(
  db: Db,
  realmId: string,
  filter: UserFilter,
  page: Page,
): Promise<readonly UserRow[] | undefined> {
  if (page.first + page.max > walkedUsers || !(await beginsMany(db, realmId, filter))) return undefined
  const [last] = await readWalkEnd(db, { realmId })
  const base = select(db, realmId, filter, undefined).selectAll('u')
  const rows = await (last ? base.where('u.username_key', '<', last.username_key) : base)
    .orderBy('u.username_key')
    .limit(page.max)
    .offset(page.first)
    .execute()
  // Not full, though there are users behind the walk: only a search of all can tell.
  return last && rows.length < page.max ? undefined : rows
}

const readWalkEnd = hotStatement((query, { realmId }: { readonly realmId: string }) =>
  query
    .selectFrom('user_account')
    .select('username_key')
    .where('realm_id', '=', realmId)
    .orderBy('username_key')
    .limit(1)
    .offset(walkedUsers),
)

export async function countUsers(db: Db, realmId: string, filter: UserFilter): Promise<number> {
  if (isEverybody(filter)) return countPeople(db, realmId)
  const row = await select(db, realmId, filter, findIndexed(toWords(filter.search ?? '')))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

function isEverybody({ search, exact, includeServiceAccounts, attributes = [], ...others }: UserFilter): boolean {
  const isUnset = (value: unknown) => value === undefined || value === ''
  return (
    !includeServiceAccounts &&
    isUnset(search?.trim()) &&
    attributes.length === 0 &&
    Object.values(others).every(isUnset)
  )
}

/** All rows less the service accounts: both are counted in indexes, without a look at a single row of a user. */
async function countPeople(db: Db, realmId: string): Promise<number> {
  const all = await db.query
    .selectFrom('user_account')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('realm_id', '=', realmId)
    .executeTakeFirstOrThrow()
  const ofClients = await db.query
    .selectFrom('client as c')
    .innerJoin('user_account as u', 'u.service_account_client_id', 'c.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('c.realm_id', '=', realmId)
    .executeTakeFirstOrThrow()
  return Number(all.count) - Number(ofClients.count)
}

/** Adds attributes and required actions to rows of users, keeping their order: two statements for any number. */
export async function withParts(db: Db, realmId: string, rows: readonly UserRow[]): Promise<readonly User[]> {
  if (rows.length === 0) return []
  const users = new Map<string, Parameters<typeof collectParts>[0][number][]>(rows.map((row) => [row.id, []]))
  for (const ids of inSlices([...users.keys()])) {
    const attributes = await db.query
      .selectFrom('user_attribute')
      .select(['user_id', 'name as attribute_name', 'ordinal as attribute_ordinal', 'value as attribute_value'])
      .where('realm_id', '=', realmId)
      .where('user_id', 'in', ids)
      .execute()
    const actions = await db.query
      .selectFrom('user_required_action')
      .select(['user_id', 'action'])
      .where('realm_id', '=', realmId)
      .where('user_id', 'in', ids)
      .execute()
    for (const { user_id, ...attribute } of attributes)
      users.get(user_id)?.push({ ...attribute, required_action: null })
    for (const { user_id, action } of actions) {
      users
        .get(user_id)
        ?.push({ attribute_name: null, attribute_ordinal: null, attribute_value: null, required_action: action })
    }
  }
  return rows.map((row) => toUser(row, collectParts(users.get(row.id) ?? [])))
}

/** Databases bound the number of parameters of a statement. */
function* inSlices(ids: readonly string[]): Iterable<readonly string[]> {
  for (let from = 0; from < ids.length; from += 500) yield ids.slice(from, from + 500)
}

/** `indexed` is the word that an index finds; the other words are looked for among what it found. */
function select(db: Db, realmId: string, filter: UserFilter, indexed: Word | undefined) {
  const words = toWords(filter.search ?? '')
  const [attribute] = filter.attributes ?? []
  const source = indexed
    ? findByWord(db, realmId, indexed)
    : attribute
      ? findByAttribute(db, realmId, attribute)
      : db.query.selectFrom('user_account as u').selectAll('u').where('u.realm_id', '=', realmId)
  const conditions = [
    ...words.filter(({ kind, key }) => kind !== indexed?.kind || key !== indexed.key).map(matchesWord),
    ...toConditions(filter),
    ...(filter.idpAlias || filter.idpUserId ? [isLinked(realmId, filter)] : []),
    ...(filter.attributes ?? []).map((pair) => hasAttribute(realmId, pair)),
  ]
  return db.query.selectFrom(source.as('u')).where(any.and(conditions))
}

function findIndexed(words: readonly Word[]): Word | undefined {
  return words.find((word) => word.kind !== 'infix')
}

/** From how many matches in one column on a search is common. */
const commonMatches = 1_000

/** Whether one column alone has that many users who begin with the word that an index would find. */
async function beginsMany(db: Db, realmId: string, filter: UserFilter): Promise<boolean> {
  const word = findIndexed(toWords(filter.search ?? ''))
  if (word?.kind !== 'prefix') return false
  const { from, to } = prefixRange(word.key)
  return (await readCommonMatches(db, { realmId, from, to })).length > 0
}

const readCommonMatches = hotStatement(
  (query, { realmId, from, to }: { readonly realmId: string; readonly from: string; readonly to: string }) => {
    const [first, ...others] = searchedKeys.map((column) =>
      query
        .selectFrom((eb) =>
          eb
            .selectFrom('user_account as u')
            .select('u.realm_id')
            .where('u.realm_id', '=', realmId)
            .where(`u.${column}`, '>=', from)
            .where(`u.${column}`, '<', to)
            .limit(1)
            .offset(commonMatches - 1)
            .as('match'),
        )
        .select('match.realm_id'),
    )
    if (!first) throw new Error('There are columns to search')
    return others.reduce((union, next) => union.unionAll(next), first)
  },
)

interface Word {
  readonly kind: 'exact' | 'prefix' | 'infix'
  readonly key: string
}

function toWords(search: string): readonly Word[] {
  const text = search.trim()
  // Quotes around everything make one phrase of it; else each word counts by itself, as in Keycloak.
  const parts = /^"[^"]*"$/.test(text) ? [text] : text.split(/\s+/)
  return parts.flatMap((part): readonly Word[] => {
    const key = toKey(part)
    if (/^".*"$/s.test(key)) return [{ kind: 'exact', key: toKey(key.slice(1, -1)) }]
    const bare = key.replace(/\*+$/, '')
    if (bare === '') return []
    return bare.includes('*') ? [{ kind: 'infix', key: bare }] : [{ kind: 'prefix', key: bare }]
  })
}

/** One index range for each of the four columns; the union finds each user once. */
function findByWord(db: Db, realmId: string, word: Word) {
  const range = prefixRange(word.key)
  const [first, ...others] = searchedKeys.map((column) => {
    const base = db.query.selectFrom('user_account as u').selectAll('u').where('u.realm_id', '=', realmId)
    return word.kind === 'exact'
      ? base.where(`u.${column}`, '=', word.key)
      : base.where(`u.${column}`, '>=', range.from).where(`u.${column}`, '<', range.to)
  })
  if (!first) throw new Error('There are columns to search')
  return others.reduce((union, next) => union.union(next), first)
}

function findByAttribute(db: Db, realmId: string, [name, value]: readonly [string, string]) {
  // The cross join keeps SQLite from walking the realm's users first.
  return db.query
    .selectFrom('user_attribute as a')
    .crossJoin('user_account as u')
    .selectAll('u')
    .distinct()
    .whereRef('u.id', '=', 'a.user_id')
    .where('u.realm_id', '=', realmId)
    .where('a.realm_id', '=', realmId)
    .where('a.name', '=', name)
    .where('a.value_key', '=', attributeKey(value))
}

function hasAttribute(realmId: string, [name, value]: readonly [string, string]): Condition {
  return any.exists(
    any
      .selectFrom('user_attribute as a')
      .select('a.user_id')
      .whereRef('a.user_id', '=', 'u.id')
      .where('a.realm_id', '=', realmId)
      .where('a.name', '=', name)
      .where('a.value_key', '=', attributeKey(value)),
  )
}

/** Linked to the identity provider, under the id: one link that is as asked. */
function isLinked(realmId: string, { idpAlias, idpUserId }: UserFilter): Condition {
  let links = any
    .selectFrom('federated_identity as f')
    .innerJoin('identity_provider as p', 'p.id', 'f.identity_provider_id')
    .select('f.user_id')
    .where('f.realm_id', '=', realmId)
    .where('p.realm_id', '=', realmId)
  if (idpAlias) links = links.where('p.alias', '=', idpAlias)
  if (idpUserId) links = links.where('f.external_id', '=', idpUserId)
  return any('u.id', 'in', links)
}

function matchesWord(word: Word): Condition {
  const pattern = word.key.split('*').map(escapeLike).join('%')
  return any.or(
    searchedKeys.map((column) =>
      word.kind === 'exact' ? any(`u.${column}`, '=', word.key) : isLike(column, `${pattern}%`),
    ),
  )
}

function toConditions(filter: UserFilter): readonly Condition[] {
  const texts = [
    ['username_key', filter.username],
    ['email_key', filter.email],
    ['first_name_key', filter.firstName],
    ['last_name_key', filter.lastName],
  ] as const
  return [
    ...texts.flatMap(([column, text]) => {
      if (text === undefined || text === '') return []
      const key = toKey(text)
      return [filter.exact ? any(`u.${column}`, '=', key) : isLike(column, `%${escapeLike(key)}%`)]
    }),
    ...(filter.enabled === undefined ? [] : [any('u.enabled', '=', Number(filter.enabled))]),
    ...(filter.emailVerified === undefined ? [] : [any('u.email_verified', '=', Number(filter.emailVerified))]),
    ...(filter.includeServiceAccounts ? [] : [isPerson]),
  ]
}

/** No service account. Not `is null`: an index scan of all users would look selective to the planner. */
const isPerson: Condition = sql<SqlBool>`coalesce(u.service_account_client_id, '') = ''`

function isLike(column: (typeof searchedKeys)[number], pattern: string): Condition {
  return sql<SqlBool>`${sql.ref(`u.${column}`)} like ${pattern} escape '\\'`
}
