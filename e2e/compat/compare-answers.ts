import { compareValues, type Difference } from './compare.ts'
import type { Answer } from './describe-exchange.ts'
import type { Value } from './normalise.ts'

/**
 * Differences of the answers to one question. Answers of another kind (200 against 404) are one difference: what else
 * they differ in follows from it.
 */
export function compareAnswers(oracle: readonly Answer[], subject: readonly Answer[]): readonly Difference[] {
  const length = Math.max(oracle.length, subject.length)
  const isSeries = length > 1
  return Array.from({ length }, (_, index) => {
    const place = isSeries ? `[${index}].` : ''
    return compareAnswer(oracle[index], subject[index], place)
  }).flat()
}

function compareAnswer(oracle: Answer | undefined, subject: Answer | undefined, place: string): readonly Difference[] {
  if (oracle === undefined || subject === undefined || kindOf(oracle) !== kindOf(subject)) {
    return [{ path: `${place}answer`, oracle: summarise(oracle), subject: summarise(subject) }]
  }
  return [
    ...compareValues(oracle.status, subject.status, `${place}status`),
    ...compareValues(oracle.headers, subject.headers, `${place}headers`),
    ...compareValues(oracle.body, subject.body, `${place}body`),
  ]
}

/** Errors of one class are of one kind: they are compared in detail. */
function kindOf({ status, headers }: Answer): string {
  if (status >= 300 && status < 400) return 'redirect'
  return `${Math.floor(status / 100)} ${headers['content-type'] ?? 'empty'}`
}

function summarise(answer: Answer | undefined): Value | undefined {
  if (answer === undefined) return undefined
  const { location, 'content-type': type } = answer.headers
  return {
    status: answer.status,
    ...(location === undefined ? { 'content-type': type ?? null } : { location }),
    ...(answer.body === null ? {} : { body: answer.body }),
  }
}
