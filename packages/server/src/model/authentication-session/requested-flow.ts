import type { AuthenticationSession } from './authentication-session.ts'
import { noLevel } from './level-of-authentication.ts'

/** A flow that a sign-in is to take instead of the client's own. The protocol and the flow engine meet in these notes. */
export interface RequestedFlow {
  readonly alias: string
  /** Whoever gets through it has reached this level at least. */
  readonly level?: number
}

/** Keycloak's names. */
const flowNote = 'requested-authentication-flow'
const levelNote = 'authentication-flow-level-of-authentication'

/** What a protocol notes for the flow engine. */
export function noteRequestedFlow(flow: RequestedFlow | undefined): Record<string, string> {
  if (!flow) return {}
  return { [flowNote]: flow.alias, ...(flow.level === undefined ? {} : { [levelNote]: String(flow.level) }) }
}

/** Its alias; undefined when the sign-in takes the usual flow. */
export function requestedFlow({ state: { clientNotes } }: Pick<AuthenticationSession, 'state'>): string | undefined {
  return clientNotes[flowNote]
}

/** The level that the flow stands for; `noLevel` when nothing is said of it. */
export function levelOfRequestedFlow({ state: { clientNotes } }: Pick<AuthenticationSession, 'state'>): number {
  return Number(clientNotes[levelNote] ?? noLevel)
}
