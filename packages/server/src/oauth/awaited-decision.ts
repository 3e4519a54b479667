import { sha256 } from '../kernel/random.ts'
import { findSingleUse, putSingleUse, takeSingleUse, updateSingleUse } from '../model/single-use/single-use.ts'
import type { Db, Tx } from '../storage/db.ts'

/**
 * What a client asked for and waits for while the user decides somewhere else: device authorization (RFC 8628) and CIBA.
 * The client polls with one secret, the decision is made with another: neither is stored, and neither leads to the other.
 *
 * pending -> approved | denied (decided once) -> taken (once)
 */
export interface AwaitedDecision<Request, Approval> {
  /** The client's id, not its name. */
  readonly clientId: string
  readonly request: Request
  /** Seconds between two polls. */
  readonly interval: number
  /** Epoch milliseconds. */
  readonly expiresAt: number
  readonly outcome: Outcome<Approval>
}

export type Outcome<Approval> =
  | { readonly kind: 'pending' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'approved'; readonly approval: Approval }

/** Name space of a feature among the single-use objects: `device`, `ciba`. */
export type DecisionName = string

/** What the secrets stand for: the client's own, and the one the decision is made with. */
export interface DecisionSecrets {
  readonly poll: string
  readonly decide: string
}

const pollKind = (name: DecisionName) => `${name}-poll`
const decideKind = (name: DecisionName) => `${name}-decide`
const intervalKind = (name: DecisionName) => `${name}-interval`
const idOf = (pollSecret: string) => sha256(pollSecret)
/** So that a client that polls as it should is told that the time is up, and not that there never was anything. */
const graceSeconds = 10

/** Starts waiting. False when the secret of the decision is in use: draw another. */
export async function awaitDecision<Request>(
  tx: Tx,
  name: DecisionName,
  realmId: string,
  secrets: DecisionSecrets,
  input: Omit<AwaitedDecision<Request, never>, 'outcome'>,
): Promise<boolean> {
  const keptUntil = input.expiresAt + (input.interval + graceSeconds) * 1000
  const id = idOf(secrets.poll)
  if (!(await putSingleUse(tx, realmId, decideKind(name), secrets.decide, id, keptUntil))) return false
  const decision: AwaitedDecision<Request, never> = { ...input, outcome: { kind: 'pending' } }
  return await putSingleUse(tx, realmId, pollKind(name), id, decision, keptUntil)
}

/** What the client waits for. Undefined when there is nothing, or it was taken. */
export async function findAwaited<Request, Approval>(
  db: Db,
  name: DecisionName,
  realmId: string,
  pollSecret: string,
): Promise<AwaitedDecision<Request, Approval> | undefined> {
  return await findById(db, name, realmId, idOf(pollSecret))
}

/** What the decision is about. Undefined when there is none or it has been made. */
export async function findToDecide<Request, Approval>(
  db: Db,
  name: DecisionName,
  realmId: string,
  decideSecret: string,
): Promise<AwaitedDecision<Request, Approval> | undefined> {
  const found = await findSingleUse<string>(db, realmId, decideKind(name), decideSecret)
  return found && !found.isUsed ? await findById(db, name, realmId, found.payload) : undefined
}

/** Decides. Undefined when there is nothing to decide any more; of several at the same moment one decides. */
export async function decide<Request, Approval>(
  tx: Tx,
  name: DecisionName,
  realmId: string,
  decideSecret: string,
  outcome: Outcome<Approval>,
): Promise<AwaitedDecision<Request, Approval> | undefined> {
  const taken = await takeSingleUse<string>(tx, realmId, decideKind(name), decideSecret)
  if (!taken || taken.isUsed) return undefined
  const awaited = await findById<Request, Approval>(tx, name, realmId, taken.payload)
  if (!awaited || awaited.expiresAt <= tx.clock.now()) return undefined
  const decided = { ...awaited, outcome }
  return (await updateSingleUse(tx, realmId, pollKind(name), taken.payload, decided)) ? decided : undefined
}

/** Hands the decision out. False when somebody had it before: of several polls at the same moment one gets it. */
export async function takeDecision(tx: Tx, name: DecisionName, realmId: string, pollSecret: string): Promise<boolean> {
  const taken = await takeSingleUse(tx, realmId, pollKind(name), idOf(pollSecret))
  return taken?.isUsed === false
}

/** Notes a poll. False when the interval since the last one that was allowed is not over. */
export async function mayPoll(
  tx: Tx,
  name: DecisionName,
  realmId: string,
  pollSecret: string,
  interval: number,
): Promise<boolean> {
  const until = tx.clock.now() + interval * 1000
  return await putSingleUse(tx, realmId, intervalKind(name), idOf(pollSecret), null, until)
}

async function findById<Request, Approval>(
  db: Db,
  name: DecisionName,
  realmId: string,
  id: string,
): Promise<AwaitedDecision<Request, Approval> | undefined> {
  const found = await findSingleUse<AwaitedDecision<Request, Approval>>(db, realmId, pollKind(name), id)
  return found && !found.isUsed ? found.payload : undefined
}
