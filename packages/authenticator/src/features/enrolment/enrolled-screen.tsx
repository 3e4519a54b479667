import { Button, Text } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { PrimarySwitch } from '../../device/primary-switch.tsx'
import { useAccounts } from '../../device/use-accounts.ts'
import { Screen } from '../../shell/screen.tsx'
import { useText } from '../../text.ts'
import classes from './enrolment.module.css'

/** It worked; and the one decision that comes next. */
export function EnrolledScreen({ accountId }: { readonly accountId: string }) {
  const text = useText()
  const { data: accounts } = useAccounts()
  const account = accounts?.find(({ id }) => id === accountId)
  const footer = (
    <Button component={Link} to="/" replace fullWidth h={56}>
      {text('enrol.finish')}
    </Button>
  )
  return (
    <Screen title={text('enrol.done')} withBack footer={footer}>
      <div className={classes['done']} role="status">
        <span className={classes['doneIcon']} aria-hidden>
          <IconCheck size={40} stroke={1.5} />
        </span>
        {account === undefined ? null : (
          <Text>{text('enrol.doneHelp', { name: account.displayName, organisation: account.realmDisplayName })}</Text>
        )}
      </div>
      {account === undefined ? null : <PrimarySwitch account={account} />}
    </Screen>
  )
}
