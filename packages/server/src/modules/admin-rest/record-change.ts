import type { AdminOperation } from '../../model/event/event.ts'
import { recordAdminEvent } from '../../model/event/record-event.ts'
import type { Tx } from '../../storage/db.ts'
import type { AdminContext } from './admin-context.ts'
import { withoutSecrets } from './without-secrets.ts'

export interface Change {
  readonly operation: AdminOperation
  /** Keycloak's resource type: `USER`, `CLIENT_ROLE_MAPPING`... */
  readonly resourceType: string
  /** Path below the realm, in parts. */
  readonly path: readonly string[]
  /** What was sent; kept without its secrets, and only where the realm keeps details. */
  readonly representation?: unknown
}

/** Writes the admin event of a change into the change's own transaction. */
export async function recordChange(tx: Tx, context: AdminContext, change: Change): Promise<void> {
  const { caller, realm, request, server } = context
  const isDetailed = realm.realm.settings.adminEventsDetailsEnabled && change.representation !== undefined
  await recordAdminEvent(
    tx,
    realm,
    {
      operation: change.operation,
      resourceType: change.resourceType,
      resourcePath: change.path.join('/'),
      authRealmId: caller.realm.realm.id,
      authClientId: caller.client.client.id,
      authUserId: caller.user.id,
      ...(caller.sessionId === undefined ? {} : { authSessionId: caller.sessionId }),
      ip: request.ip,
      ...(isDetailed ? { representation: JSON.stringify(withoutSecrets(change.representation)) } : {}),
    },
    server,
  )
}
