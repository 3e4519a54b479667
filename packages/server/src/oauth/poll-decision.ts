import type { GrantContext } from '../spi/grant.ts'
import { transact } from '../storage/transact.ts'
import { type AwaitedDecision, type DecisionName, findAwaited, mayPoll } from './awaited-decision.ts'
import { TokenRefusal, type TokenRefusalOptions } from './token-refusal.ts'

/** How a feature words the refusals of a poll. */
export interface PollRefusals {
  /** Never given, expired long ago, or used. */
  readonly unknown: () => TokenRefusal
  readonly foreign: () => TokenRefusal
  readonly expired: () => TokenRefusal
  readonly early: () => TokenRefusal
  readonly denied: () => TokenRefusal
  readonly pending: () => TokenRefusal
}

/** A refusal that is made anew each time it is thrown. */
export function refusal(code: string, description: string, options: TokenRefusalOptions = {}): () => TokenRefusal {
  return () => new TokenRefusal(code, description, options)
}

export interface ApprovedDecision<Request, Approval> {
  readonly awaited: AwaitedDecision<Request, Approval>
  readonly approval: Approval
}

/** One poll of a client: what was approved, or the refusal that says how it stands (RFC 8628, section 3.5; CIBA, 11). */
export async function pollDecision<Request, Approval>(
  { server, realm, client }: GrantContext,
  name: DecisionName,
  pollSecret: string,
  refusals: PollRefusals,
): Promise<ApprovedDecision<Request, Approval>> {
  const realmId = realm.realm.id
  const awaited = await findAwaited<Request, Approval>(server.storage, name, realmId, pollSecret)
  if (!awaited) throw refusals.unknown()
  if (awaited.clientId !== client.client.id) throw refusals.foreign()
  if (awaited.expiresAt <= server.clock.now()) throw refusals.expired()
  const isInTime = await transact(server.storage, (tx) => mayPoll(tx, name, realmId, pollSecret, awaited.interval))
  if (!isInTime) throw refusals.early()
  switch (awaited.outcome.kind) {
    case 'pending':
      throw refusals.pending()
    case 'denied':
      throw refusals.denied()
    case 'approved':
      return { awaited, approval: awaited.outcome.approval }
  }
}
