import type { ClientScopeRepresentation } from '@ztrust/contract/admin/client-scopes'
import { InvalidInput } from '../../../kernel/error.ts'
import { mergeTexts } from '../../../kernel/merge-texts.ts'
import type { ClientScope } from '../../../model/client-scope/client-scope.ts'
import type { NewClientScope } from '../../../model/client-scope/create-client-scope.ts'

export function toNewClientScope(body: ClientScopeRepresentation): NewClientScope {
  const { id, name, description, protocol, attributes } = body
  if (name === undefined) throw new InvalidInput('name', 'error-empty')
  return {
    name,
    ...(id === undefined ? {} : { id }),
    ...(description === undefined ? {} : { description }),
    ...(protocol === undefined ? {} : { protocol }),
    attributes: mergeTexts({}, attributes ?? {}),
  }
}

/** What is left out stays; attributes are merged. */
export function toChangedClientScope(scope: ClientScope, body: ClientScopeRepresentation): ClientScope {
  const { name, description, protocol, attributes } = body
  return {
    ...scope,
    name: name ?? scope.name,
    ...(description === undefined ? {} : { description }),
    protocol: protocol ?? scope.protocol,
    attributes: attributes === undefined ? scope.attributes : mergeTexts(scope.attributes, attributes),
  }
}
