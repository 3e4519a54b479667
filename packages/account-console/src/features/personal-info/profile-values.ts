import type { getAccount } from '@ztrust/contract/account'
import type { EndpointResult } from '@ztrust/contract/endpoint'

export type Account = EndpointResult<typeof getAccount>
export type ProfileAttribute = NonNullable<Account['userProfileMetadata']>['attributes'][number]

/** Values of the form's fields, in the order of the profile's attributes: names may hold dots, so they are no keys. */
export interface ProfileValues {
  readonly fields: readonly { readonly values: readonly string[] }[]
}

const rootNames = ['username', 'email', 'firstName', 'lastName'] as const
type RootName = (typeof rootNames)[number]

export function toProfileValues(account: Account, attributes: readonly ProfileAttribute[]): ProfileValues {
  return { fields: attributes.map(({ name }) => ({ values: storedValues(account, name) })) }
}

/** What is sent: everything the person may change, and nothing else. */
export function fromProfileValues({ fields }: ProfileValues, attributes: readonly ProfileAttribute[]): Account {
  const root: Partial<Record<RootName, string>> = {}
  const others: Record<string, string[]> = {}
  for (const [index, { name, readOnly }] of attributes.entries()) {
    const values = (fields[index]?.values ?? []).map((value) => value.trim()).filter((value) => value !== '')
    if (readOnly) continue
    if (isRootName(name)) root[name] = values[0] ?? ''
    else others[name] = values
  }
  return { ...root, attributes: others }
}

function storedValues(account: Account, name: string): readonly string[] {
  if (!isRootName(name)) return account.attributes?.[name] ?? []
  const value = account[name]
  return value === undefined ? [] : [value]
}

function isRootName(name: string): name is RootName {
  return rootNames.some((root) => root === name)
}
