import { Conflict, InvalidInput } from '../../kernel/error.ts'
import { hasDeceptiveCharacters } from '../../kernel/text.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import { insertClientScopes } from './client-scope.store.ts'
import type { ClientScope } from './client-scope.ts'

export interface NewClientScope {
  readonly name: string
  readonly id?: string
  readonly description?: string
  readonly protocol?: ClientScope['protocol']
  readonly attributes?: ClientScope['attributes']
}

/** Makes a client scope. Throws InvalidInput for a name that cannot stand in `scope`, Conflict for one that is taken. */
export async function createClientScope(
  tx: Tx,
  realm: { readonly id: string },
  input: NewClientScope,
): Promise<ClientScope> {
  requireScopeName(input.name)
  const scope: ClientScope = {
    id: input.id ?? tx.ids.uuid(),
    realmId: realm.id,
    name: input.name,
    ...(input.description !== undefined && { description: input.description }),
    protocol: input.protocol ?? 'openid-connect',
    attributes: input.attributes ?? {},
  }
  await orConflict(tx, insertClientScopes(tx, [scope]), (cause) => scopeNameTaken(scope.name, cause))
  return scope
}

/** RFC 6749, section 3.3: printable ASCII without blank, quote and backslash; other letters are let pass as Keycloak does. */
export function requireScopeName(name: string): void {
  if (name === '') throw new InvalidInput('name', 'error-empty')
  if (name.length > 255) throw new InvalidInput('name', 'error-invalid-length', ['name', 1, 255])
  if (/[\s"\\]/.test(name) || hasDeceptiveCharacters(name)) {
    throw new InvalidInput('name', `Unexpected name "${name}" for ClientScope`)
  }
}

export function scopeNameTaken(name: string, cause?: unknown): Conflict {
  return new Conflict('client scope', 'name', `Client Scope ${name} already exists`, cause)
}
