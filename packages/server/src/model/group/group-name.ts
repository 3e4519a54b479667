import { Conflict, InvalidInput } from '../../kernel/error.ts'
import { hasDeceptiveCharacters } from '../../kernel/text.ts'

const longest = 255

/** Throws `InvalidInput` for a name that no group may have. */
export function requireGroupName(name: string): void {
  if (name.trim() === '') throw new InvalidInput('name', 'error-user-attribute-required', ['name'])
  if (name.length > longest) throw new InvalidInput('name', 'error-invalid-length', ['name', 1, longest])
  if (hasDeceptiveCharacters(name)) throw new InvalidInput('name', 'error-invalid-value', ['name'])
}

/** The conflict of two groups of one name in one place. */
export function sameGroupName(name: string, parentId: string | undefined): Conflict {
  const message =
    parentId === undefined
      ? `Top level group named '${name}' already exists.`
      : `Sibling group named '${name}' already exists.`
  return new Conflict('group', 'name', message)
}
