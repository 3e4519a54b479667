import { type ClientAssertion, jwtBearerAssertion, readClientAssertion } from '../../oauth/client-assertion.ts'
import { spiffeAssertion } from './assertion-rules.ts'

/** An assertion that somebody else issued about a client; nothing is verified yet. */
export interface ForeignAssertion extends ClientAssertion {
  readonly type: string
  readonly subject: string
}

/** Undefined when there is none: who signs for itself (`iss` is `sub`) is not meant here. */
export function readForeignAssertion(parameters: Readonly<Record<string, string>>): ForeignAssertion | undefined {
  for (const type of [jwtBearerAssertion, spiffeAssertion]) {
    const assertion = readClientAssertion(parameters, type)
    const { iss, sub } = assertion?.claims ?? {}
    if (assertion && typeof sub === 'string' && sub !== '' && iss !== sub) return { ...assertion, type, subject: sub }
  }
  return undefined
}
