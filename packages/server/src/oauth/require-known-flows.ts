import { InvalidInput } from '../kernel/error.ts'
import { findFlow } from '../model/flow/flow.store.ts'
import type { Db } from '../storage/db.ts'

/**
 * Throws `InvalidInput` where a client would be bound to a flow that its realm does not have: its users could not sign
 * in. Empty values take a binding away.
 */
export async function requireKnownFlows(
  db: Db,
  realmId: string,
  overrides: Readonly<Record<string, string | null>> = {},
): Promise<void> {
  for (const flowId of Object.values(overrides)) {
    if (flowId && !(await findFlow(db, realmId, flowId))) {
      throw new InvalidInput(undefined, `Unable to resolve auth flow binding override for: ${flowId}`)
    }
  }
}
