import { useDocumentVisibility } from '@mantine/hooks'
import { getAccountOverview } from '@ztrust/contract/account'
import { cancelEnrolment, getEnrolment, inviteDevice, listOwnDevices } from '@ztrust/contract/devices'
import type { EndpointResult } from '@ztrust/contract/endpoint'
import { useApi, useEndpoint, useEndpointMutation, useInvalidate } from '@ztrust/ui/use-api.tsx'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ofRealm } from '../../environment.ts'

const pollEvery = 2000

type Status = EndpointResult<typeof getEnrolment>

export interface Invitation {
  readonly invitation: EndpointResult<typeof inviteDevice> | undefined
  readonly state: Status['state'] | undefined
  readonly device: Status['device']
  /** Milliseconds that the code is still good for. */
  readonly remaining: number
  readonly error: unknown
  readonly renew: () => void
}

/**
 * Invites a phone and watches how far it is. An expired code is replaced while somebody is looking; closing takes an
 * open invitation back.
 */
export function useInvitation(): Invitation {
  const api = useApi()
  const invalidate = useInvalidate()
  const isVisible = useDocumentVisibility() === 'visible'
  const [ahead, setAhead] = useState(0)
  const invite = useEndpointMutation(inviteDevice, {
    // The clock of this computer may be wrong; the server's answer says by how much.
    onSuccess: ({ headers }) => setAhead(aheadOf(headers.get('date'))),
  })
  const { mutate, data, error, isPending } = invite
  const invitation = isPending ? undefined : data?.body
  const renew = useCallback(() => mutate({ params: ofRealm }), [mutate])

  const status = useEndpoint(
    getEnrolment,
    { params: { ...ofRealm, enrolmentId: invitation?.id ?? '' } },
    { enabled: invitation !== undefined, refetchInterval: pollEvery, staleTime: 0 },
  )
  const state = invitation === undefined ? undefined : status.data?.state
  const now = useNow(invitation !== undefined && (state === undefined || state === 'pending' || state === 'scanned'))
  const remaining = invitation === undefined ? 0 : Math.max(0, invitation.expiresAt - (now - ahead))

  useEffect(renew, [renew])

  const isExpired = state === 'expired' || (state === 'pending' && remaining === 0)
  useEffect(() => {
    if (isExpired && isVisible) renew()
  }, [isExpired, isVisible, renew])

  useEffect(() => {
    if (state === 'confirmed') void invalidate(listOwnDevices, getAccountOverview)
  }, [state, invalidate])

  const open = useRef<string>(undefined)
  open.current = state === 'confirmed' || state === 'expired' || state === 'failed' ? undefined : invitation?.id
  useEffect(
    () => () => {
      const enrolmentId = open.current
      // Nobody waits for the answer: what is not taken back ends by itself.
      if (enrolmentId !== undefined)
        api(cancelEnrolment, { params: { ...ofRealm, enrolmentId } }).catch(() => undefined)
    },
    [api],
  )
  return { invitation, state, device: status.data?.device, remaining, error: error ?? status.error, renew }
}

/** Milliseconds by which this computer's clock is ahead of the server's, as far as a header in seconds tells. */
function aheadOf(date: string | null): number {
  const server = date === null ? Number.NaN : Date.parse(date)
  const difference = Date.now() - server
  return Number.isFinite(difference) && Math.abs(difference) > 2000 ? difference : 0
}

/** The time, every second while it matters. */
function useNow(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isRunning) return
    setNow(Date.now())
    const timer = window.setInterval(() => setNow(Date.now()), 1000)
    return () => window.clearInterval(timer)
  }, [isRunning])
  return now
}
