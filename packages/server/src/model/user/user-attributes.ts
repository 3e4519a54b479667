import { InvalidInput } from '../../kernel/error.ts'
import { sha256 } from '../../kernel/random.ts'
import { toKey } from '../../kernel/text.ts'
import type { Tx } from '../../storage/db.ts'

/** Longer values are indexed by their beginning and their hash: index entries are bounded on PostgreSQL. */
const longestKey = 255
const limits = { names: 500, valuesOfName: 500, nameLength: 255, valueLength: 65_536 }

export type UserAttributes = Readonly<Record<string, readonly string[]>>

/** The form in which attribute values are compared. */
export function attributeKey(value: string): string {
  const key = toKey(value)
  return key.length <= longestKey ? key : `${key.slice(0, 200)}#${sha256(key)}`
}

/** Replaces all attributes of a user. Names without values are dropped, as Keycloak drops them. */
export async function writeAttributes(
  tx: Tx,
  realmId: string,
  userId: string,
  attributes: UserAttributes,
): Promise<UserAttributes> {
  const kept = Object.entries(attributes).filter(([, values]) => values.length > 0)
  if (kept.length > limits.names) throw new InvalidInput('attributes', 'error-too-many-attributes', [limits.names])
  for (const [name, values] of kept) requireStorable(name, values)
  tx.userChanged(userId)
  await tx.query.deleteFrom('user_attribute').where('realm_id', '=', realmId).where('user_id', '=', userId).execute()
  const rows = kept.flatMap(([name, values]) =>
    values.map((value, ordinal) => ({
      realm_id: realmId,
      user_id: userId,
      name,
      ordinal,
      value,
      value_key: attributeKey(value),
    })),
  )
  // Databases bound the number of parameters of a statement.
  for (let from = 0; from < rows.length; from += 500) {
    await tx.query
      .insertInto('user_attribute')
      .values(rows.slice(from, from + 500))
      .execute()
  }
  return Object.fromEntries(kept)
}

function requireStorable(name: string, values: readonly string[]): void {
  if (name.length === 0 || name.length > limits.nameLength || name.includes('\0')) {
    throw new InvalidInput('attributes', 'error-invalid-attribute-name', [])
  }
  if (values.length > limits.valuesOfName) {
    throw new InvalidInput(name, 'error-invalid-multivalued-size', [name, 0, limits.valuesOfName])
  }
  for (const value of values) {
    if (value.length > limits.valueLength) {
      throw new InvalidInput(name, 'error-invalid-length', [name, 0, limits.valueLength])
    }
    if (value.includes('\0')) throw new InvalidInput(name, 'error-invalid-value', [name])
  }
}

/** Replaces all required actions of a user. */
export async function writeRequiredActions(
  tx: Tx,
  realmId: string,
  userId: string,
  actions: readonly string[],
): Promise<readonly string[]> {
  const kept = [...new Set(actions)].sort()
  tx.userChanged(userId)
  await tx.query
    .deleteFrom('user_required_action')
    .where('realm_id', '=', realmId)
    .where('user_id', '=', userId)
    .execute()
  if (kept.length > 0) {
    await tx.query
      .insertInto('user_required_action')
      .values(kept.map((action) => ({ realm_id: realmId, user_id: userId, action })))
      .execute()
  }
  return kept
}
