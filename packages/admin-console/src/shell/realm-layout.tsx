import { Button, Center, Loader } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { whoAmI } from '@ztrust/contract/admin/server-info'
import { AppLinkProvider } from '@ztrust/ui/app-link.tsx'
import { EmptyState } from '@ztrust/ui/empty-state.tsx'
import { ErrorState } from '@ztrust/ui/error-state.tsx'
import { useSession } from '@ztrust/ui/session-gate.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { consolePath, environment } from '../environment.ts'
import { useRealmName } from '../route-parameters.ts'
import { useText } from '../text.ts'
import { AccessProvider } from './access.tsx'
import { ConsoleFrame } from './console-frame.tsx'
import { CrumbsProvider } from './crumbs.tsx'
import { useConsoleRouter } from './use-console-router.ts'

/** Frame and rights of the managed realm, around all pages. */
export function RealmLayout() {
  const realm = useRealmName()
  const router = useConsoleRouter()
  const session = useSession()
  const text = useText()
  const answer = useEndpoint(
    whoAmI,
    { params: { realm: environment.realm }, query: { currentRealm: realm } },
    { staleTime: 30_000, keepPrevious: true },
  )
  const me = answer.data
  if (me === undefined) {
    return (
      <Center component="main" h="100dvh">
        {answer.error === null ? (
          <Loader size="md" role="status" aria-label={text('shell.loading')} />
        ) : (
          <ErrorState
            error={answer.error}
            onRetry={() => void answer.refetch()}
            action={
              <Button variant="subtle" onClick={session.signOut}>
                {text('shell.signOut')}
              </Button>
            }
          />
        )}
      </Center>
    )
  }
  return (
    <AppLinkProvider router={router}>
      <AccessProvider me={me} realm={realm}>
        <CrumbsProvider>
          <ConsoleFrame>
            {(me.realm_access[realm] ?? []).length > 0 ? (
              <Outlet />
            ) : answer.isPlaceholderData ? null : (
              <EmptyState
                icon={IconLock}
                title={text('shell.noAccess', { realm })}
                description={text(realm === environment.realm ? 'shell.noAccessAnywhere' : 'shell.noAccessHelp')}
                action={
                  <Button component="a" href={`${consolePath}/`} variant="default">
                    {text('shell.backHome')}
                  </Button>
                }
              />
            )}
          </ConsoleFrame>
        </CrumbsProvider>
      </AccessProvider>
    </AppLinkProvider>
  )
}
