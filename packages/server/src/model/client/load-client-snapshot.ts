import type { SecretBox } from '../../crypto/secret-box.ts'
import { isSameSecret } from '../../kernel/random.ts'
import { toBoolean } from '../../storage/columns.ts'
import type { Db } from '../../storage/db.ts'
import type { ClientScope } from '../client-scope/client-scope.ts'
import { listMappers } from '../client-scope/protocol-mapper.store.ts'
import { listScopeMappings } from '../client-scope/scope-mapping.store.ts'
import type { ClientSnapshot } from '../realm/realm-snapshot.ts'
import { toClient } from './client.table.ts'
import { openClientSecret } from './client-secret.ts'

export interface ClientSnapshotSource {
  readonly realmId: string
  readonly scope: (id: string) => ClientScope | undefined
  readonly secrets: SecretBox
}

/** Loads a client by its id or its name, with all that tokens need of it. */
export async function loadClientSnapshot(
  db: Db,
  by: { readonly id: string } | { readonly clientId: string },
  source: ClientSnapshotSource,
): Promise<ClientSnapshot | undefined> {
  const { realmId } = source
  const query = db.query.selectFrom('client').selectAll().where('realm_id', '=', realmId)
  const row = await ('id' in by
    ? query.where('id', '=', by.id)
    : query.where('client_id', '=', by.clientId)
  ).executeTakeFirst()
  if (!row) return undefined
  const [mappers, assignments, scopeMappedRoleIds] = await Promise.all([
    listMappers(db, realmId, { clientId: row.id }),
    db.query
      .selectFrom('client_scope_assignment')
      .select(['client_scope_id', 'is_default'])
      .where('realm_id', '=', realmId)
      .where('client_id', '=', row.id)
      .execute(),
    listScopeMappings(db, realmId, row.id),
  ])
  const scopesThat = (isDefault: boolean) =>
    assignments
      .filter((assignment) => toBoolean(assignment.is_default) === isDefault)
      .flatMap((assignment) => source.scope(assignment.client_scope_id) ?? [])
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  let opened: string | undefined
  const secrets = () => {
    if (row.secret === null) return []
    opened ??= openClientSecret(row.id, row.secret, source.secrets)
    return [opened]
  }
  return {
    client: toClient(row),
    mappers,
    defaultScopes: scopesThat(true),
    optionalScopes: scopesThat(false),
    scopeMappedRoleIds,
    isSecret: (candidate) => secrets().some((secret) => isSameSecret(candidate, secret)),
    secrets,
  }
}
