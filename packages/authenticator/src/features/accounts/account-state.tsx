import { Alert } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { StateBadge, type StateTone } from '@ztrust/ui/state-badge.tsx'
import type { Account, AccountState } from '../../device/account.ts'
import { useText } from '../../text.ts'

const badges = {
  active: { tone: 'positive', label: 'state.active' },
  'removed-by-user': { tone: 'negative', label: 'state.removed' },
  'removed-by-administrator': { tone: 'negative', label: 'state.removed' },
  'removed-by-device': { tone: 'negative', label: 'state.removed' },
  'account-disabled': { tone: 'warning', label: 'state.disabled' },
  unknown: { tone: 'negative', label: 'state.unknown' },
} as const satisfies Record<AccountState, { readonly tone: StateTone; readonly label: string }>

/** The account's state in a word; while the server cannot be asked, that. */
export function AccountStateBadge({
  state,
  isUnreachable,
}: Pick<Account, 'state'> & { readonly isUnreachable: boolean }) {
  const text = useText()
  const { tone, label } = badges[state]
  if (isUnreachable && state === 'active') {
    return (
      <StateBadge tone="neutral" icon={IconPlugConnectedX}>
        {text('home.unreachable')}
      </StateBadge>
    )
  }
  return <StateBadge tone={tone}>{text(label)}</StateBadge>
}

/** Why the account does not work, and what to do; nothing for an active one. */
export function AccountStateNotice({ state }: Pick<Account, 'state'>) {
  const text = useText()
  if (state === 'active') return null
  const { tone, label } = badges[state]
  return (
    <Alert color={tone === 'warning' ? 'yellow' : 'red'} title={text(label)} role="status">
      {text(`state.${state}.help`)}
    </Alert>
  )
}
