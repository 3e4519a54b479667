import { useEffect, useState } from 'react'

/**
 * For dialogs that are taken off the page when they close: gives the focus back to what had it before, where Mantine,
 * which sees no closing, does not.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      // After the frame in which the dialog's focus trap lets go.
      window.setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      })
    },
    [before],
  )
}
