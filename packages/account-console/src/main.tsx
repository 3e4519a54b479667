import '@ztrust/ui/base.css'
import { RouterProvider } from '@tanstack/react-router'
import { createApiClient } from '@ztrust/contract/api-client'
import { createOidcSession } from '@ztrust/ui/oidc-session'
import { SessionGate } from '@ztrust/ui/session-gate.tsx'
import { UiProvider } from '@ztrust/ui/ui-provider.tsx'
import { ApiProvider } from '@ztrust/ui/use-api.tsx'
import { StrictMode, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { environment, portalPath } from './environment.ts'
import { en } from './messages/en.ts'
import { rememberActionResult } from './patterns/action-result.ts'
import { preloadPages, router } from './router.ts'

const languages = {
  de: () => import('./messages/de.ts'),
  fr: () => import('./messages/fr.ts'),
}
// Before the session starts: it clears the address of everything that came back with the sign-in.
rememberActionResult(new URL(window.location.href))
const session = createOidcSession({
  serverUrl: environment.baseUrl,
  realm: environment.realm,
  clientId: environment.clientId,
  redirectUri: `${environment.baseUrl}${portalPath}/`,
})
const client = createApiClient({ baseUrl: environment.baseUrl, accessToken: session.accessToken })

function Portal() {
  const claims = useSyncExternalStore(session.subscribe, session.claims)
  return (
    <UiProvider density="comfortable" english={en} languages={languages} accountLocale={claims?.locale ?? null}>
      <SessionGate session={session}>
        <ApiProvider client={client}>
          <RouterProvider router={router} />
        </ApiProvider>
      </SessionGate>
    </UiProvider>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element with the id "root"')
createRoot(root).render(
  <StrictMode>
    <Portal />
  </StrictMode>,
)
window.addEventListener('load', () => {
  if ('requestIdleCallback' in window) window.requestIdleCallback(preloadPages, { timeout: 5000 })
})
