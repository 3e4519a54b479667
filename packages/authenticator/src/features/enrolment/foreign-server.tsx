import { Button, Card } from '@mantine/core'
import { IconServer2 } from '@tabler/icons-react'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { useText } from '../../text.ts'
import classes from './enrolment.module.css'
import { type Invitation, linkOf } from './invitation.ts'

/** Keys belong to one address: an account of another server goes into that server's own authenticator. */
export function ForeignServer({ invitation }: { readonly invitation: Invitation }) {
  const text = useText()
  return (
    <>
      <EmptyState
        icon={IconServer2}
        title={text('enrol.foreign')}
        description={text('enrol.foreignHelp', { own: location.host })}
      />
      <Card className={classes['host'] ?? ''}>{invitation.server}</Card>
      <Button component="a" href={linkOf(invitation)} rel="noreferrer" h={56} variant="default">
        {text('enrol.openForeign')}
      </Button>
    </>
  )
}
