/** One value that is not as the file says. */
export interface Difference {
  /** Names from the outside in, joined by dots; empty for the thing itself. */
  readonly path: string
  readonly actual: unknown
  readonly desired: unknown
}

/** What a server makes by itself or tells only. */
const ownFields: ReadonlySet<string> = new Set([
  'id',
  'internalId',
  'containerId',
  'access',
  'parentId',
  'path',
  'subGroupCount',
  'types',
  'composite',
  'clientRole',
  'userSetupAllowed',
  'realm_client',
  'builtIn',
])

const mask = '**********'

/** Fields by which the members of a list of objects are told apart. */
const keyFields = ['name', 'alias', 'clientId', 'executor', 'condition'] as const

/**
 * What of `actual` is not as `desired` says. Only what the file names is looked at; lists of texts are sets, an absent
 * value is as good as an empty one, and the mask of a secret says nothing.
 */
export function compareValues(desired: unknown, actual: unknown, path = ''): readonly Difference[] {
  if (desired === undefined || desired === null || desired === mask) return []
  if (isEmpty(desired) && (actual === undefined || actual === null || isEmpty(actual))) return []
  if (Array.isArray(desired)) return compareLists(desired, actual, path)
  if (isRecord(desired)) {
    const other = isRecord(actual) ? actual : {}
    return Object.entries(desired)
      .filter(([name]) => !ownFields.has(name) && !name.startsWith('client.secret.'))
      .flatMap(([name, value]) => compareValues(value, other[name], path === '' ? name : `${path}.${name}`))
  }
  return desired === actual ? [] : [{ path, actual, desired }]
}

function compareLists(desired: readonly unknown[], actual: unknown, path: string): readonly Difference[] {
  const others: readonly unknown[] = Array.isArray(actual) ? actual : []
  if (!desired.every(isRecord)) {
    const isSame = JSON.stringify(sorted(desired)) === JSON.stringify(sorted(others))
    return isSame ? [] : [{ path, actual, desired }]
  }
  // Groups below that a file does not name stay.
  const isPart = path === 'subGroups' || path.endsWith('.subGroups')
  if (!isPart && desired.length !== others.length) return [{ path, actual, desired }]
  return desired.flatMap((one, index) => {
    const key = keyFields.find((field) => typeof one[field] === 'string')
    const same = others.find((other) => key !== undefined && isRecord(other) && other[key] === one[key])
    const name = key === undefined ? String(index) : String(one[key])
    return compareValues(one, same ?? (key === undefined ? others[index] : undefined), `${path}.${name}`)
  })
}

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort()

function isEmpty(value: unknown): boolean {
  if (value === '' || value === false) return true
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
