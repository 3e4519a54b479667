import '@ztrust/ui/base.css'
import { RouterProvider } from '@tanstack/react-router'
import { createApiClient } from '@ztrust/contract/api-client'
import { createOidcSession } from '@ztrust/ui/oidc-session'
import { SessionGate } from '@ztrust/ui/session-gate.tsx'
import { UiProvider } from '@ztrust/ui/ui-provider.tsx'
import { ApiProvider } from '@ztrust/ui/use-api.tsx'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { consolePath, environment } from './environment.ts'
import { en } from './messages/en.ts'
import { preloadPages, router } from './router.ts'

const languages = {
  de: () => import('./messages/de.ts'),
  fr: () => import('./messages/fr.ts'),
}
const session = createOidcSession({
  serverUrl: environment.baseUrl,
  realm: environment.realm,
  clientId: environment.clientId,
  redirectUri: `${environment.baseUrl}${consolePath}/`,
})
const client = createApiClient({ baseUrl: environment.baseUrl, accessToken: session.accessToken })

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no element with the id "root"')
createRoot(root).render(
  <StrictMode>
    <UiProvider density="console" english={en} languages={languages}>
      <SessionGate session={session}>
        <ApiProvider client={client}>
          <RouterProvider router={router} />
        </ApiProvider>
      </SessionGate>
    </UiProvider>
  </StrictMode>,
)
window.addEventListener('load', () => {
  if ('requestIdleCallback' in window) window.requestIdleCallback(preloadPages, { timeout: 5000 })
})
