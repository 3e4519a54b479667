import {
  keepPreviousData,
  QueryClient,
  QueryClientProvider,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { ApiAnswer, ApiClient } from '@ztrust/contract/api-client'
import type { Endpoint, EndpointCall, EndpointResult } from '@ztrust/contract/endpoint'
import { createContext, type ReactNode, use, useCallback, useState } from 'react'
import { describeFailure, isWorthRetrying } from './api-failure.ts'
import { useProblemText } from './problem-text.ts'
import { useUiText } from './ui-text.ts'

const Client = createContext<ApiClient | undefined>(undefined)

/** Gives the typed client and a query cache to everything below. */
export function ApiProvider({ client, children }: { readonly client: ApiClient; readonly children: ReactNode }) {
  const [queryClient] = useState(createQueryClient)
  return (
    <Client value={client}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </Client>
  )
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  })
}

/** The typed client: `const api = useApi()`, then `api(createUser, { params, body })`. */
export function useApi(): ApiClient {
  const client = use(Client)
  if (client === undefined) throw new Error('useApi needs an ApiProvider above it')
  return client
}

/** Key of a call in the query cache: everything of one endpoint begins alike, so that it can be invalidated at once. */
export function endpointKey<E extends Endpoint>(
  declaration: E,
  call?: { readonly params?: unknown; readonly query?: unknown },
) {
  const key: unknown[] = [declaration.method, declaration.path]
  if (call?.params !== undefined) key.push(call.params)
  if (call?.query !== undefined) key.push(call.query)
  return key
}

export interface UseEndpointOptions {
  /** False while what the call needs is not known. */
  readonly enabled?: boolean
  /** Keeps the last page in sight while the next one loads. */
  readonly keepPrevious?: boolean
  /** Milliseconds between repetitions, for things that change by themselves. */
  readonly refetchInterval?: number | false
  readonly staleTime?: number
}

/** Reads through an endpoint, cached and cancelled as TanStack Query does. */
export function useEndpoint<E extends Endpoint>(
  declaration: E,
  call: EndpointCall<E>,
  options: UseEndpointOptions = {},
): UseQueryResult<EndpointResult<E>> {
  const api = useApi()
  const { keepPrevious, enabled, refetchInterval, staleTime } = options
  return useQuery<EndpointResult<E>>({
    queryKey: endpointKey(declaration, call),
    // TanStack Query refuses undefined as data: an answer without a body becomes null.
    queryFn: async ({ signal }) => (await api(declaration, call, { signal })).body ?? (null as EndpointResult<E>),
    ...(enabled === undefined ? {} : { enabled }),
    ...(refetchInterval === undefined ? {} : { refetchInterval }),
    ...(staleTime === undefined ? {} : { staleTime }),
    ...(keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
  })
}

export interface UseEndpointMutationOptions<E extends Endpoint> {
  /** Endpoints whose answers are stale afterwards, whatever their parameters. */
  readonly invalidates?: readonly Endpoint[]
  readonly onSuccess?: (answer: ApiAnswer<EndpointResult<E>>, call: EndpointCall<E>) => unknown
  readonly onError?: (error: unknown, call: EndpointCall<E>) => void
}

/** Writes through an endpoint: `mutate({ params, body })`; then what became stale is read again. */
export function useEndpointMutation<E extends Endpoint>(
  declaration: E,
  options: UseEndpointMutationOptions<E> = {},
): UseMutationResult<ApiAnswer<EndpointResult<E>>, Error, EndpointCall<E>> {
  const api = useApi()
  const invalidate = useInvalidate()
  return useMutation({
    mutationFn: (call: EndpointCall<E>) => api(declaration, call),
    onSuccess: async (answer, call) => {
      // Pages first: a deletion leaves the page before the deleted thing would be asked for again.
      await options.onSuccess?.(answer, call)
      await invalidate(...(options.invalidates ?? []))
    },
    onError: (error, call) => options.onError?.(error, call),
  })
}

/** Marks answers of endpoints as stale, for calls made with `useApi` directly. */
export function useInvalidate(): (...declarations: readonly Endpoint[]) => Promise<void> {
  const queryClient = useQueryClient()
  return useCallback(
    async (...declarations) => {
      const stale = (one: Endpoint) => queryClient.invalidateQueries({ queryKey: endpointKey(one) })
      await Promise.all(declarations.map(stale))
    },
    [queryClient],
  )
}

/** Puts a failed call in words: the server's sentence where it has one that says more, else a plain one. */
export function useFailureText(): (error: unknown) => string {
  const text = useUiText()
  const problemText = useProblemText()
  return useCallback(
    (error) => {
      const failure = describeFailure(error)
      const [problem] = failure.fields
      if (problem !== undefined && failure.fields.length === 1) return problemText(problem)
      const speaks = failure.status !== undefined && [400, 409, 422].includes(failure.status)
      return speaks && failure.detail !== undefined ? failure.detail : text(failure.textId)
    },
    [text, problemText],
  )
}
