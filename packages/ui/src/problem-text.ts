import { useCallback } from 'react'
import { useIntl } from 'react-intl'
import type { FieldFailure } from './api-failure.ts'
import { useUiText } from './ui-text.ts'

/**
 * Words for what the server found wrong with a field. It sends codes such as `error-invalid-email`; a console has their
 * texts as `problem.error-invalid-email`, filled with `{first}` and `{second}`. Whole sentences are shown as they are.
 */
export function useProblemText(): (failure: FieldFailure) => string {
  const intl = useIntl()
  const text = useUiText()
  return useCallback(
    ({ message, parameters }) => {
      const id = `problem.${message}`
      const [first, second] = parameters
      if (id in intl.messages) return intl.formatMessage({ id }, { first, second })
      return /^[\w-]+$/.test(message) ? text('ui.form.invalid') : message
    },
    [intl, text],
  )
}
