import { type QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { listAccounts } from './account.store.ts'
import type { Account } from './account.ts'
import { refreshAccount } from './account-calls.ts'

const accountsKey = ['accounts']
const pollMilliseconds = 30_000

/** The accounts of this phone, from its own storage: there without a network. */
export function useAccounts(): UseQueryResult<readonly Account[]> {
  return useQuery({
    queryKey: accountsKey,
    queryFn: listAccounts,
    networkMode: 'always',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

/** Reads the accounts again after one was written. */
export function useReloadAccounts(): () => Promise<void> {
  const queryClient = useQueryClient()
  return useCallback(() => reload(queryClient), [queryClient])
}

async function reload(queryClient: QueryClient): Promise<void> {
  queryClient.setQueryData(accountsKey, await listAccounts())
}

/**
 * Keeps an account true while the app is in sight: when it opens, when one comes back to it, and every 30 seconds.
 * That is how the phone learns that it was removed.
 */
export function useAccountRefresh(account: Account): { readonly isUnreachable: boolean } {
  const queryClient = useQueryClient()
  const isRemoved = account.state.startsWith('removed')
  const { isError } = useQuery({
    queryKey: ['account', account.id],
    queryFn: async () => {
      const refreshed = await refreshAccount(account)
      await reload(queryClient)
      return refreshed?.checkedAt ?? null
    },
    enabled: !isRemoved,
    refetchInterval: pollMilliseconds,
    refetchOnWindowFocus: 'always',
    retry: 1,
  })
  return { isUnreachable: isError && !isRemoved }
}
