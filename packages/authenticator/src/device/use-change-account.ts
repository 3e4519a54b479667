import { notifications } from '@mantine/notifications'
import { ApiError } from '@ztrust/contract/api-client'
import { useUiText } from '@ztrust/ui/ui-text'
import { useText } from '../text.ts'
import type { Account } from './account.ts'
import { updateAccount } from './account-calls.ts'
import { useReloadAccounts } from './use-accounts.ts'

type Change = Parameters<typeof updateAccount>[1]

/** Changes this phone's entry on the server. False, after saying why, when that did not work. */
export function useChangeAccount(account: Account): (change: Change) => Promise<boolean> {
  const text = useText()
  const uiText = useUiText()
  const reload = useReloadAccounts()
  return async (change) => {
    try {
      const changed = await updateAccount(account, change)
      await reload()
      return changed?.state === 'active'
    } catch (error) {
      const isRefused = error instanceof ApiError && error.status === 400
      notifications.show({
        color: 'red',
        message: text(isRefused ? 'account.changeRefused' : 'account.changeFailed'),
        closeButtonProps: { 'aria-label': uiText('ui.close') },
      })
      return false
    }
  }
}
