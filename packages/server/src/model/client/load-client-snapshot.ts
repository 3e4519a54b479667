import type { SecretBox } from '../../crypto/secret-box.ts'
import { isSameSecret } from '../../kernel/random.ts'
import { toBoolean } from '../../storage/columns.ts'
import type { Db } from '../../storage/db.ts'
import type { ClientScope } from '../client-scope/client-scope.ts'
import { listMappers } from '../client-scope/protocol-mapper.store.ts'
import { listScopeMappings } from '../client-scope/scope-mapping.store.ts'
import type { ClientSnapshot } from '../realm/realm-snapshot.ts'
import { type ClientRow, toClient } from './client.table.ts'
import type { Client } from './client.ts'
import { openClientSecret, secretExpirationAttribute } from './client-secret.ts'

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
  const client = toClient(row)
  const secrets = createSecretReader(row, client, db, source.secrets)
  return {
    client,
    ...(row.rotated_secret !== null && row.secret_rotated_at !== null && row.rotated_secret_expires_at !== null
      ? { rotatedSecret: { rotatedAt: row.secret_rotated_at, expiresAt: row.rotated_secret_expires_at } }
      : {}),
    mappers,
    defaultScopes: scopesThat(true),
    optionalScopes: scopesThat(false),
    scopeMappedRoleIds,
    isSecret: (candidate) => secrets().filter((secret) => isSameSecret(candidate, secret)).length > 0,
    secrets,
  }
}

/** The secrets that are good when it is called, the present one first. They are opened on first use. */
function createSecretReader(row: ClientRow, client: Client, { clock }: Db, box: SecretBox): () => readonly string[] {
  const kept = [
    { sealed: row.secret, until: toMilliseconds(client.settings.attributes[secretExpirationAttribute]) },
    { sealed: row.rotated_secret, until: row.rotated_secret_expires_at ?? 0 },
  ].flatMap(({ sealed, until }) =>
    sealed === null ? [] : [{ until, open: once(() => openClientSecret(row.id, sealed, box)) }],
  )
  return () => kept.filter(({ until }) => until > clock.now()).map(({ open }) => open())
}

/** Of an attribute in seconds; without it there is no end. */
function toMilliseconds(seconds: string | undefined): number {
  return Number(seconds) > 0 ? Number(seconds) * 1000 : Number.POSITIVE_INFINITY
}

function once(open: () => string): () => string {
  let opened: string | undefined
  return () => {
    opened ??= open()
    return opened
  }
}
