import { useCallback } from 'react'
import { useIntl } from 'react-intl'

type Values = Readonly<Record<string, string | number | Date | boolean | null | undefined>>

/** Gives the text of a key in the reader's language, ICU arguments filled in. */
export type TextOf<Messages> = (id: keyof Messages & string, values?: Values) => string

/**
 * Texts of a bundle. Each console types it once by its English bundle, `export const useText = useTextOf<typeof en>`,
 * and then says `const text = useText()` and `text('users.title')`: a key that does not exist is a type error.
 */
export function useTextOf<Messages>(): TextOf<Messages> {
  const intl = useIntl()
  return useCallback((id, values) => intl.formatMessage({ id }, { ...values }), [intl])
}
