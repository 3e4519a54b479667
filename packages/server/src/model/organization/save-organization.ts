import { Conflict, InvalidInput } from '../../kernel/error.ts'
import type { Tx } from '../../storage/db.ts'
import { orConflict } from '../../storage/or-conflict.ts'
import { findOrganization } from './organization.store.ts'
import { fromAttributes, fromDomains, fromOrganization } from './organization.table.ts'
import type { Organization } from './organization.ts'

/**
 * Makes or replaces an organization with its attributes and domains. Throws in Keycloak's words when name, alias or a
 * domain are another's. `realmName` is for the message.
 */
export async function saveOrganization(tx: Tx, organization: Organization, realmName: string): Promise<void> {
  await requireFree(tx, organization, realmName)
  const row = fromOrganization(organization)
  const write = tx.query
    .insertInto('organization')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  await orConflict(tx, write, refuseName)
  await clearParts(tx, organization)
  const attributes = fromAttributes(organization)
  const domains = fromDomains(organization)
  if (attributes.length > 0) await tx.query.insertInto('organization_attribute').values(attributes).execute()
  if (domains.length === 0) return
  const writeDomains = tx.query.insertInto('organization_domain').values(domains).execute()
  await orConflict(
    tx,
    writeDomains,
    (cause) => new Conflict('organization', 'domains', 'Domain is already linked', cause),
  )
}

async function clearParts(tx: Tx, { realmId, id }: Organization): Promise<void> {
  for (const table of ['organization_attribute', 'organization_domain'] as const) {
    await tx.query.deleteFrom(table).where('realm_id', '=', realmId).where('organization_id', '=', id).execute()
  }
}

async function requireFree(tx: Tx, { id, realmId, name, alias, domains }: Organization, realmName: string) {
  const isAnother = (found: Organization | undefined) => found !== undefined && found.id !== id
  if (isAnother(await findOrganization(tx, realmId, { name }))) throw refuseName()
  if (isAnother(await findOrganization(tx, realmId, { alias }))) {
    throw new Conflict('organization', 'alias', 'A organization with the same alias already exists')
  }
  for (const domain of domains) {
    const owner = await findOrganization(tx, realmId, { domain: domain.name })
    if (!owner || owner.id === id) continue
    const problem = `Domain ${domain.name} is already linked to organization ${owner.name} in realm ${realmName}`
    throw new InvalidInput(undefined, problem)
  }
}

function refuseName(cause?: unknown): Conflict {
  return new Conflict('organization', 'name', 'A organization with the same name already exists.', cause)
}
