import type { Crumb } from '@ztrust/ui/breadcrumb.tsx'
import { createContext, type Dispatch, type ReactNode, type SetStateAction, use, useEffect, useState } from 'react'

const Shown = createContext<readonly Crumb[]>([])
const Change = createContext<Dispatch<SetStateAction<readonly Crumb[]>>>(() => {})

/** Lets pages tell the frame where they stand. */
export function CrumbsProvider({ children }: { readonly children: ReactNode }) {
  const [crumbs, setCrumbs] = useState<readonly Crumb[]>([])
  return (
    <Change value={setCrumbs}>
      <Shown value={crumbs}>{children}</Shown>
    </Change>
  )
}

export function useShownCrumbs(): readonly Crumb[] {
  return use(Shown)
}

/** For pages: what the breadcrumb shows while the page is in sight. */
export function usePageCrumbs(crumbs: readonly Crumb[]): void {
  const change = use(Change)
  const written = JSON.stringify(crumbs)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the written form tells whether they changed
  useEffect(() => {
    change((old) => (JSON.stringify(old) === written ? old : crumbs))
  }, [change, written])
}
