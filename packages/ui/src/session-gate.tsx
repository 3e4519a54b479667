import { Button, Center, Loader } from '@mantine/core'
import { IconLogin2 } from '@tabler/icons-react'
import { createContext, lazy, type ReactNode, Suspense, use, useEffect, useState, useSyncExternalStore } from 'react'
import { EmptyState } from './empty-state.tsx'
import type { IdTokenClaims } from './oidc-protocol.ts'
import type { OidcSession } from './oidc-session.ts'
import { useUiText } from './ui-text.ts'

/** Needed once in a session at most: its own chunk. */
const SessionEnded = lazy(() => import('./session-ended.tsx'))

const Session = createContext<OidcSession | undefined>(undefined)

/** The session of this page; inside a SessionGate there always is one. */
export function useSession(): OidcSession & { readonly user: IdTokenClaims } {
  const session = use(Session)
  if (session === undefined) throw new Error('useSession needs a SessionGate above it')
  const user = useSyncExternalStore(session.subscribe, session.claims)
  if (user === undefined) throw new Error('useSession is for pages of somebody who is signed in')
  return { ...session, user }
}

/** Shows its children to somebody who is signed in; leads to the login page otherwise. */
export function SessionGate({ session, children }: { readonly session: OidcSession; readonly children: ReactNode }) {
  const text = useUiText()
  const status = useSyncExternalStore(session.subscribe, session.status)
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    session.start().catch(setError)
  }, [session])

  if (error !== undefined) return <SignInFailed error={error} onRetry={() => void session.signIn().catch(setError)} />
  if (session.claims() === undefined || status === 'starting') {
    return (
      <Center h="100dvh">
        <Loader size="md" aria-label={text('ui.loading')} role="status" />
      </Center>
    )
  }
  return (
    <Session value={session}>
      {children}
      {status === 'ended' ? (
        <Suspense fallback={null}>
          <SessionEnded onSignIn={() => void session.signIn().catch(setError)} />
        </Suspense>
      ) : null}
    </Session>
  )
}

function SignInFailed({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const text = useUiText()
  return (
    <Center component="main" h="100dvh">
      <EmptyState
        icon={IconLogin2}
        title={text('ui.session.failed')}
        description={error instanceof Error ? error.message : text('ui.error.server')}
        action={<Button onClick={onRetry}>{text('ui.session.signIn')}</Button>}
      />
    </Center>
  )
}
