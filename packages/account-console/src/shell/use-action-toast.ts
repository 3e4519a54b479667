import { useToasts } from '@ztrust/ui/toasts.tsx'
import { useEffect } from 'react'
import { takeActionResult } from '../patterns/action-result.ts'
import { useText } from '../text.ts'

/** Says how a step ended that was done on the login pages. One that was cancelled needs no words. */
export function useActionToast(): void {
  const text = useText()
  const toasts = useToasts()
  useEffect(() => {
    const result = takeActionResult()
    if (result?.status !== 'success') return
    if (result.action === 'UPDATE_PASSWORD') toasts.success(text('action.UPDATE_PASSWORD'))
    else if (result.action === 'CONFIGURE_TOTP') toasts.success(text('action.CONFIGURE_TOTP'))
    else toasts.success(text('action.other'))
  }, [text, toasts])
}
