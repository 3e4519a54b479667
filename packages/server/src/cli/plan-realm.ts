import { RealmContentRepresentation } from '@ztrust/contract/admin/realm-content'
import * as z from 'zod'
import type { AdminApi } from './admin-api.ts'
import { type Change, compareRealm, type RealmPlan } from './compare-realm.ts'
import type { Output } from './output.ts'
import type { RealmFile } from './read-realm-file.ts'

/** What would make the running realm as the file says; undefined when the realm is not there. */
export async function planRealm(api: AdminApi, { name, content }: RealmFile): Promise<RealmPlan | undefined> {
  const path = `/${encodeURIComponent(name)}`
  const actual = await api.find(`${path}/ztrust/export`)
  if (actual === undefined) return undefined
  const plan = compareRealm(content, RealmContentRepresentation.parse(actual))
  const users = await findMissingUsers(api, path, content.users ?? [])
  return {
    changes: [
      ...plan.changes,
      ...users.map(({ username = '' }): Change => ({ kind: 'add', what: `users/${username}`, differences: [] })),
    ],
    content: { ...plan.content, ...(users.length > 0 ? { users } : {}) },
  }
}

const Found = z.array(z.unknown())

/** Users of a file are made when they are not there; those who are change by themselves, and stay as they are. */
async function findMissingUsers(
  api: AdminApi,
  path: string,
  users: NonNullable<RealmContentRepresentation['users']>,
): Promise<NonNullable<RealmContentRepresentation['users']>> {
  const missing = []
  for (const user of users) {
    if (user.serviceAccountClientId !== undefined) continue
    const query = new URLSearchParams({ username: user.username ?? '', exact: 'true', max: '1' })
    const found = Found.parse(await api.call('GET', `${path}/users?${query}`))
    if (found.length === 0) missing.push(user)
  }
  return missing
}

/** Shows a plan line by line; secrets are named, never shown. */
export function printPlan({ say, paint }: Output, name: string, plan: RealmPlan | undefined): void {
  say(`realm ${name}`)
  if (!plan) {
    say(`  ${paint('+', 'green')} the realm, with everything in its file`)
    return
  }
  if (plan.changes.length === 0) say(paint('  as its file says', 'dim'))
  for (const { kind, what, differences } of plan.changes) {
    if (kind === 'add') say(`  ${paint('+', 'green')} ${what}`)
    else if (what !== '') say(`  ${paint('~', 'yellow')} ${what}`)
    const indent = what === '' ? '  ' : '      '
    for (const { path, actual, desired } of differences) {
      const shown = isSecret(path) ? 'another secret' : `${toText(actual)} → ${toText(desired)}`
      say(`${indent}${what === '' ? `${paint('~', 'yellow')} ` : ''}${path === '' ? '' : `${path}: `}${shown}`)
    }
  }
}

/** How many things a plan adds and changes. */
export function countChanges(plans: readonly (RealmPlan | undefined)[]): {
  readonly added: number
  readonly changed: number
} {
  const changes = plans.flatMap((plan): readonly Pick<Change, 'kind'>[] => plan?.changes ?? [{ kind: 'add' }])
  const added = changes.filter((change) => change.kind === 'add').length
  return { added, changed: changes.length - added }
}

const isSecret = (path: string) => /secret|password|credential|private/i.test(path)

function toText(value: unknown): string {
  const text = value === undefined ? '(none)' : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
