import { listGroupAttributes } from '../../model/group/group-attribute.store.ts'
import type { User } from '../../model/user/user.ts'
import type { FlowContext } from '../../spi/authenticator.ts'
import { condition } from './condition.ts'

const keys = {
  name: 'attribute_name',
  value: 'attribute_expected_value',
  groups: 'include_group_attributes',
  negate: 'not',
  regex: 'regex',
} as const

/** Has the user, or where asked a group of theirs, an attribute of this value? */
export const conditionalUserAttributeAuthenticator = condition({
  id: 'conditional-user-attribute',
  displayName: 'Condition - user attribute',
  helpText: 'Flow is executed only if the user attribute exists and has the expected value',
  requiresUser: true,
  config: [
    { name: keys.name, label: 'Attribute name', helpText: 'Name of the attribute to check', type: 'String' },
    {
      name: keys.value,
      label: 'Expected attribute value',
      helpText: 'Expected value in the attribute',
      type: 'String',
    },
    {
      name: keys.groups,
      label: 'Include group attributes',
      helpText: "On: attributes of the user's groups, and of the groups above those, count too.",
      type: 'boolean',
    },
    { name: keys.negate, label: 'Negate output', helpText: 'Apply a not to the check result', type: 'boolean' },
    { name: keys.regex, label: 'regex', helpText: 'Check equality with regex', type: 'boolean' },
  ],
  holds,
})

async function holds(context: FlowContext): Promise<boolean> {
  const { config, user } = context
  const name = config[keys.name] ?? ''
  if (!user) return false
  const matches = toMatcher(config[keys.value] ?? '', config[keys.regex] === 'true')
  const own = valuesOf(user, name)
  const isFound =
    own.some(matches) || (config[keys.groups] === 'true' && (await groupValues(context, name)).some(matches))
  return isFound !== (config[keys.negate] === 'true')
}

async function groupValues({ server, realm, user }: FlowContext, name: string): Promise<readonly string[]> {
  if (!user) return []
  const groups = await listGroupAttributes(server.storage, realm.realm.id, user.id)
  return groups.flatMap((attributes) => attributes[name] ?? [])
}

/** The names that have columns of their own are attributes too. */
function valuesOf(user: User, name: string): readonly string[] {
  const { username, email, firstName, lastName } = user
  const root = Object.entries({ username, email, firstName, lastName }).find(([key]) => key === name)
  if (root) return root[1] === undefined ? [] : [root[1]]
  return user.attributes[name] ?? []
}

/** A pattern stands for the whole value, as in Java; one that is none matches nothing. */
function toMatcher(expected: string, isRegex: boolean): (value: string) => boolean {
  if (!isRegex) return (value) => value === expected
  try {
    const pattern = new RegExp(`^(?:${expected})$`, 'u')
    return (value) => pattern.test(value)
  } catch {
    return () => false
  }
}
