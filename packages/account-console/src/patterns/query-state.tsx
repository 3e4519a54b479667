import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import type { ReactNode } from 'react'

export interface QueryStateProps<Data> {
  readonly query: UseQueryResult<Data>
  /** Height in pixels of what will come, so that nothing jumps. */
  readonly height: number
  readonly children: (data: Data) => ReactNode
}

/** What was asked for, a place of its size while it comes, or why it did not. */
export function QueryState<Data>({ query, height, children }: QueryStateProps<Data>) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error !== null) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return <Skeleton height={height} radius="md" aria-hidden />
}
