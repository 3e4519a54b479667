import { useQueryClient } from '@tanstack/react-query'
import { getAccountOverview } from '@ztrust/contract/account'
import { endpointKey } from '@ztrust/ui/use-api.tsx'
import { useCallback } from 'react'
import { ofRealm } from '../environment.ts'
import type { Overview } from '../shell/use-overview.ts'

/** Puts a photo's new address, or none, wherever the photo is shown, at once. */
export function useNewPhoto(): (photoUrl: string | undefined) => void {
  const queryClient = useQueryClient()
  return useCallback(
    (photoUrl) => {
      queryClient.setQueryData<Overview>(endpointKey(getAccountOverview, { params: ofRealm }), (before) => {
        if (before === undefined) return before
        const { photoUrl: _, ...rest } = before
        return photoUrl === undefined ? rest : { ...rest, photoUrl }
      })
    },
    [queryClient],
  )
}
