import { type AnyRouter, useRouter, useRouterState } from '@tanstack/react-router'
import { useCallback } from 'react'

/** A dialog that an address can open, such as `?create=true`: for the command palette and for links. */
export function useDialogParameter(name: string): readonly [boolean, (opened: boolean) => void] {
  const router: AnyRouter = useRouter()
  const search = useRouterState<AnyRouter, Record<string, unknown>>({ select: (state) => state.location.search })
  const change = useCallback(
    (opened: boolean) => {
      const { publicHref, search: latest } = router.latestLocation
      const { [name]: _, ...others } = latest as Record<string, unknown>
      const path = publicHref.split(/[?#]/)[0] ?? ''
      router.history.replace(path + router.options.stringifySearch(opened ? { ...others, [name]: true } : others))
    },
    [router, name],
  )
  return [search[name] === true, change]
}
