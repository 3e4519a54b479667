import type { Group } from '../../model/group/group.ts'
import { listGroupAttributes } from '../../model/group/group-attribute.store.ts'
import type { TokenSource } from '../../spi/token-issue.ts'

type Attributes = Group['attributes']

/** All tokens of an answer are made from one source: the groups are read once. */
const known = new WeakMap<TokenSource, Promise<readonly Attributes[]>>()

/**
 * What the user's groups say under this name, group by group. Costs a statement only where some group of the realm has
 * such an attribute.
 */
export async function listInheritedValues(source: TokenSource, name: string): Promise<readonly (readonly string[])[]> {
  if (!(await source.realm.groupAttributeNames()).has(name)) return []
  const groups = known.get(source) ?? listGroupAttributes(source.server.storage, source.realm.realm.id, source.user.id)
  known.set(source, groups)
  return (await groups).flatMap((attributes) => (Object.hasOwn(attributes, name) ? [attributes[name] ?? []] : []))
}
