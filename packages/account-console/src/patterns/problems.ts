import { ApiError } from '@ztrust/contract/api-client'
import { useCallback } from 'react'
import { useIntl } from 'react-intl'

/** What the server found wrong with a value: a code, and numbers that belong to it. */
export interface Problem {
  readonly field: string
  readonly code: string
  readonly parameters: readonly (string | number)[]
}

/** The problems of a refused request; none for failures of another kind. */
export function readProblems(error: unknown): readonly Problem[] {
  if (!(error instanceof ApiError)) return []
  const several = readOwn(error.body, 'errors')
  const entries: readonly unknown[] = Array.isArray(several) ? several : [error.body]
  return entries.flatMap((entry) => {
    const field = readOwn(entry, 'field')
    const code = readOwn(entry, 'errorMessage')
    if (typeof field !== 'string' || typeof code !== 'string') return []
    const parameters = readOwn(entry, 'params')
    const numbers = (Array.isArray(parameters) ? parameters : []).filter((one) => one !== field)
    return [{ field, code, parameters: numbers.filter((one) => typeof one === 'string' || typeof one === 'number') }]
  })
}

/** Words for a problem. Realms may write their own sentences instead of codes: those are shown as they are. */
export function useProblemText(): (problem: Problem) => string {
  const intl = useIntl()
  return useCallback(
    ({ code, parameters }) => {
      const id = `problem.${code}`
      const [first, second] = parameters
      if (id in intl.messages) return intl.formatMessage({ id }, { first, second })
      return /^[\w-]+$/.test(code) ? intl.formatMessage({ id: 'problem.other' }) : code
    },
    [intl],
  )
}

function readOwn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
