import type { OrganizationRepresentation } from '@ztrust/contract/admin/organizations'
import { InvalidInput } from '../../../kernel/error.ts'
import type { Organization, OrganizationDomain } from '../../../model/organization/organization.ts'

/** Throws InvalidInput in Keycloak's words. */
export function toNewOrganization(
  body: OrganizationRepresentation | undefined,
  { id, realmId, createdAt }: Pick<Organization, 'id' | 'realmId' | 'createdAt'>,
): Organization {
  if (!body) throw new InvalidInput(undefined, 'Organization cannot be null.')
  const name = requireName(body.name)
  const alias = requireAlias(body.alias, name)
  return { id, realmId, alias, createdAt, attributes: {}, ...toChangeable(body, name) }
}

/** What is left out is reset, but for the attributes; the alias never changes. */
export function toChangedOrganization(stored: Organization, body: OrganizationRepresentation): Organization {
  const name = requireName(body.name)
  const { id, realmId, alias, createdAt, attributes } = stored
  // Keycloak takes the name for the alias where none is sent.
  if ((body.alias || name) !== alias && body.alias !== undefined) {
    throw new InvalidInput(undefined, 'Cannot change the alias')
  }
  return { id, realmId, alias, createdAt, attributes, ...toChangeable(body, name) }
}

function toChangeable(body: OrganizationRepresentation, name: string) {
  const { description, redirectUrl } = body
  if (redirectUrl && !isWebAddress(redirectUrl)) {
    throw new InvalidInput(undefined, 'Organization redirect URL is not valid.')
  }
  return {
    name,
    enabled: body.enabled ?? true,
    domains: toDomains(body.domains ?? []),
    ...(description === undefined ? {} : { description }),
    ...(redirectUrl ? { redirectUrl } : {}),
    ...(body.attributes === undefined ? {} : { attributes: body.attributes }),
  }
}

function requireName(name: string | undefined): string {
  if (!name?.trim()) throw new InvalidInput(undefined, 'Name can not be null')
  return name.trim()
}

/** Part of the value of `scope`, where a blank ends a name and `*` means all of them. */
function requireAlias(sent: string | undefined, name: string): string {
  const alias = sent || name
  if (/\s/.test(alias)) {
    const problem = 'Empty Space not allowed.'
    throw new InvalidInput(undefined, sent ? problem : `Name cannot be used as alias: ${problem}`)
  }
  if (alias === '*') throw new InvalidInput('alias', 'error-invalid-value')
  return alias
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol)
}

/** A name as DNS has it; a subdomain wildcard is none. */
const domainName =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/

function toDomains(sent: NonNullable<OrganizationRepresentation['domains']>): readonly OrganizationDomain[] {
  const domains = new Map<string, OrganizationDomain>()
  for (const { name: text = '', verified = false } of sent) {
    const name = text.trim().toLowerCase()
    if (name === '') throw new InvalidInput(undefined, 'Domain name cannot be empty')
    if (!domainName.test(name)) throw new InvalidInput(undefined, `Invalid domain format: ${text}`)
    domains.set(name, { name, verified })
  }
  return [...domains.values()]
}
