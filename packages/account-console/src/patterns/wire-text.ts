import { useCallback } from 'react'
import { useIntl } from 'react-intl'

/** Texts that the server names by key, as `${firstName}`; what has no words here is shown by its name. */
export function useWireText(): (wire: string) => string {
  const intl = useIntl()
  return useCallback(
    (wire) => {
      const key = /^\$\{(.+)\}$/.exec(wire)?.[1]
      if (key === undefined) return wire
      const id = `wire.${key}`
      return id in intl.messages ? intl.formatMessage({ id }) : key
    },
    [intl],
  )
}
