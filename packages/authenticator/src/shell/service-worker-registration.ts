import { useSyncExternalStore } from 'react'

let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()

function setWaiting(worker: ServiceWorker | null): void {
  waiting = worker
  for (const listener of listeners) listener()
}

/** Makes the app work offline. Not in development, where files change under it. */
export function registerServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker
    .register(`${import.meta.env.BASE_URL}service-worker.js`, { scope: import.meta.env.BASE_URL })
    .then(watch)
    .catch((error: unknown) => console.warn('The app will not work offline', error))
}

function watch(registration: ServiceWorkerRegistration): void {
  const offer = (worker: ServiceWorker | null) => {
    // The first one has nothing to replace.
    if (worker?.state === 'installed' && navigator.serviceWorker.controller !== null) setWaiting(worker)
  }
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => offer(installing))
  })
}

/** Is a newer version of the app there? `update` changes to it, which loads the page again. */
export function useAppUpdate(): { readonly isReady: boolean; readonly update: () => void } {
  const worker = useSyncExternalStore(subscribe, () => waiting)
  const update = () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
    worker?.postMessage('use-new-version')
  }
  return { isReady: worker !== null, update }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
