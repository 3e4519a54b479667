import { getAccountOverview } from '@ztrust/contract/account'
import type { EndpointResult } from '@ztrust/contract/endpoint'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { ofRealm } from '../environment.ts'

export type Overview = EndpointResult<typeof getAccountOverview>

/** The signed-in person at a glance: asked for once, shown by the frame and the overview. */
export function useOverview() {
  return useEndpoint(getAccountOverview, { params: ofRealm })
}

/** What to call a person: the full name, else what they sign in with. */
export function displayNameOf({ firstName, lastName, username }: Overview['account']): string {
  const full = [firstName, lastName].filter(Boolean).join(' ')
  return full || username || ''
}
