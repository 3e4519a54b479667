import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { pathTo } from '../paths.ts'
import { useRealmName } from '../route-parameters.ts'
import { usePageCrumbs } from '../shell/crumbs.tsx'

export interface DetailFailureProps {
  /** Name of the list that the thing belongs to. */
  readonly list: string
  readonly listPath: string
  readonly error: unknown
  readonly onRetry: () => unknown
}

/** In place of a thing that could not be loaded, with the way back to its list. */
export function DetailFailure({ list, listPath, error, onRetry }: DetailFailureProps) {
  const realm = useRealmName()
  usePageCrumbs([{ label: realm, path: pathTo.dashboard(realm) }, { label: list, path: listPath }, { label: '…' }])
  return <ErrorState error={error} onRetry={() => void onRetry()} />
}
