import { nameText } from '@ztrust/contract/admin/admin-schemas'
import { BadRequest, Conflict, InvalidInput } from '../../../kernel/error.ts'

/** What has a meaning of its own in an address (RFC 3986, section 2.2): Keycloak takes it in no alias that is given. */
const reserved = /[:/?#@!$&()*+,;=[\]\\]/

/** The alias of a flow that is made, or of a configuration. Throws Keycloak's words where it is empty or unfit. */
export function requireAlias(alias: string | undefined, emptyMessage: string): string {
  const character = reserved.exec(alias ?? '')?.[0]
  if (character) throw new BadRequest(`Character '${character}' not allowed.`)
  return requireName(alias, emptyMessage)
}

/** A name that may have any character that people can see. */
export function requireName(alias: string | undefined, emptyMessage: string): string {
  if (!alias) throw new Conflict('alias', 'alias', emptyMessage)
  if (!nameText.safeParse(alias).success) throw new InvalidInput('alias', 'error-invalid-value', ['alias'])
  return alias
}
