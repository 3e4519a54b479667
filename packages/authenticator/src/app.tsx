import { RouterProvider } from '@tanstack/react-router'
import { createApiClient } from '@ztrust/contract/api-client'
import { UiProvider } from '@ztrust/ui/ui-provider.tsx'
import { ApiProvider } from '@ztrust/ui/use-api.tsx'
import { useState } from 'react'
import english from './messages/en.ts'
import { createAppRouter } from './router.tsx'

const languages = { de: () => import('./messages/de.ts'), fr: () => import('./messages/fr.ts') }

/** For the two calls that come before there is a device: they carry the one-time token, nothing else. */
const openClient = createApiClient({
  baseUrl: '',
  fetch: (input, init) => fetch(input, { ...init, credentials: 'omit', cache: 'no-store', redirect: 'error' }),
})

export function App() {
  const [router] = useState(createAppRouter)
  return (
    <UiProvider density="comfortable" english={english} languages={languages}>
      <ApiProvider client={openClient}>
        <RouterProvider router={router} />
      </ApiProvider>
    </UiProvider>
  )
}
