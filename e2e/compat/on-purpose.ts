import type { Difference } from './compare.ts'
import type { Answer } from './describe-exchange.ts'
import { onPurposeAtSignIn } from './on-purpose-at-sign-in.ts'
import type { OnPurpose } from './on-purpose-entry.ts'
import { onPurposeInCalls } from './on-purpose-in-calls.ts'

export const onPurpose: readonly OnPurpose[] = [...onPurposeInCalls, ...onPurposeAtSignIn]

/** The entry that explains the difference; undefined when nothing does. */
export function explain(
  group: string,
  difference: Difference,
  answers: readonly Answer[],
  expected: readonly Answer[] = [],
): OnPurpose | undefined {
  const [, index, path = difference.path] = /^\[(\d+)\]\.(.*)$/.exec(difference.path) ?? []
  const at = Number(index ?? 0)
  return onPurpose.find(
    (entry) =>
      (entry.group?.test(group) ?? true) &&
      entry.path.test(path) &&
      (entry.when?.(difference, answers[at], expected[at]) ?? true),
  )
}
