import { lazy, Suspense, useState } from 'react'
import { useRealmName } from '../route-parameters.ts'
import { RealmButton } from './realm-button.tsx'
import { useRecentRealms } from './recent-realms.ts'

const RealmMenu = lazy(() => import('./realm-menu.tsx'))

export interface RealmSwitcherProps {
  readonly isCollapsed: boolean
  readonly onCreate: () => void
}

/** The managed realm, and the way to another one. The list is loaded when somebody wants it. */
export function RealmSwitcher({ isCollapsed, onCreate }: RealmSwitcherProps) {
  const realm = useRealmName()
  const recent = useRecentRealms(realm)
  const [isWanted, setWanted] = useState(false)
  const button = <RealmButton isCollapsed={isCollapsed} isOpen={false} onClick={() => setWanted(true)} />
  if (!isWanted) return button
  return (
    <Suspense fallback={button}>
      <RealmMenu isCollapsed={isCollapsed} recent={recent} onCreate={onCreate} />
    </Suspense>
  )
}
