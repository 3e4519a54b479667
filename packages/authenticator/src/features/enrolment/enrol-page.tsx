import { Button, Skeleton } from '@mantine/core'
import { IconQrcode } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { scanEnrolment } from '@ztrust/contract/devices'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { useApi } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import type { Account } from '../../device/account.ts'
import { useReloadAccounts } from '../../device/use-accounts.ts'
import { Screen } from '../../shell/screen.tsx'
import { useText } from '../../text.ts'
import { CredentialsForm } from './credentials-form.tsx'
import { type EnrolmentProblem, problemOf } from './enrol.ts'
import { EnrolledScreen } from './enrolled-screen.tsx'
import { ForeignServer } from './foreign-server.tsx'
import { type Invitation, openInvitation, useOpenInvitation } from './invitation.ts'
import { InvitationSummary } from './invitation-summary.tsx'
import { ProblemState } from './problem-state.tsx'
import { useCountdown } from './use-countdown.ts'

/** From a scanned code to an account on this phone. */
export function EnrolPage() {
  const text = useText()
  const invitation = useOpenInvitation()
  const reload = useReloadAccounts()
  const [added, setAdded] = useState<Account>()
  if (added !== undefined && invitation === undefined) return <EnrolledScreen accountId={added.id} />
  const finish = async (account: Account) => {
    await reload()
    setAdded(account)
    openInvitation(undefined)
  }
  return (
    <Screen title={text('enrol.title')} withBack>
      {invitation === undefined ? (
        <NothingScanned />
      ) : invitation.server === location.origin ? (
        <CheckedInvitation key={invitation.token} invitation={invitation} onAdded={finish} />
      ) : (
        <ForeignServer invitation={invitation} />
      )}
    </Screen>
  )
}

function NothingScanned() {
  const text = useText()
  return (
    <EmptyState
      icon={IconQrcode}
      title={text('enrol.nothing')}
      description={text('enrol.nothingHelp')}
      action={
        <Button component={Link} to="/scan" h={48}>
          {text('home.scan')}
        </Button>
      }
    />
  )
}

interface CheckedInvitationProps {
  readonly invitation: Invitation
  readonly onAdded: (account: Account) => Promise<void>
}

/** Asks the server what the code is for, then asks for the credentials. */
function CheckedInvitation({ invitation, onAdded }: CheckedInvitationProps) {
  const api = useApi()
  const [problem, setProblem] = useState<EnrolmentProblem>()
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['invitation', invitation.token],
    queryFn: async () => {
      const { realm, token } = invitation
      const { body, headers } = await api(scanEnrolment, { params: { realm }, body: { token } })
      // Counted by the server's clock: the phone's may be wrong. The header leaves out the part of a second.
      const serverTime = Date.parse(headers.get('date') ?? '') + 1000 || Date.now()
      return { ...body, until: Date.now() + body.expiresAt - serverTime }
    },
    networkMode: 'always',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const secondsLeft = useCountdown(data?.until ?? Number.POSITIVE_INFINITY)
  const over = problem ?? (error === null ? undefined : problemOf(error)) ?? (secondsLeft === 0 ? 'expired' : undefined)
  if (over !== undefined && !isFetching) {
    return <ProblemState problem={over} {...(over === 'trouble' ? { onRetry: () => void refetch() } : {})} />
  }
  if (data === undefined) {
    return (
      <>
        <Skeleton h={148} radius="lg" />
        <Skeleton h={320} radius="lg" />
      </>
    )
  }
  return (
    <>
      <InvitationSummary
        organisation={data.realmDisplayName}
        server={invitation.server}
        displayName={data.displayName}
        username={data.username}
        secondsLeft={secondsLeft}
      />
      <CredentialsForm invitation={invitation} username={data.username} onAdded={onAdded} onOver={setProblem} />
    </>
  )
}
