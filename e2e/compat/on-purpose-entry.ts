import type { Difference } from './compare.ts'
import type { Answer } from './describe-exchange.ts'
import type { Value } from './normalise.ts'

/** A difference that is meant to be. */
export interface OnPurpose {
  /** docs/compatibility.md tells it to readers under the same name. */
  readonly id: string
  readonly reason: string
  /** Where it shows: the group, and the place in the answer without its index. */
  readonly group?: RegExp
  readonly path: RegExp
  /** Narrows it to these differences; the answer is the subject's. */
  readonly when?: (difference: Difference, answer: Answer | undefined, expected: Answer | undefined) => boolean
}

/** True when the JSON has the member, and, where a text is given, that it holds the text. */
export function hasMember(body: Value | undefined, name: string, text = ''): boolean {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return false
  return JSON.stringify(Object.entries(body).find(([each]) => each === name)?.[1]).includes(text)
}

export const isPage = (answer: Answer | undefined): boolean => answer?.headers['content-type'] === 'text/html'
