import { useSyncExternalStore } from 'react'

interface InstallEvent extends Event {
  prompt(): Promise<unknown>
}

let offered: InstallEvent | undefined
const listeners = new Set<() => void>()

function setOffered(event: InstallEvent | undefined): void {
  offered = event
  for (const listener of listeners) listener()
}

window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  if ('prompt' in event) setOffered(event as InstallEvent)
})
window.addEventListener('appinstalled', () => setOffered(undefined))

/** Installs the app where the browser offers it; undefined where it does not, or it is installed. */
export function useInstall(): (() => void) | undefined {
  const event = useSyncExternalStore(subscribe, () => offered)
  if (event === undefined) return undefined
  return () => {
    // A prompt works once.
    setOffered(undefined)
    void event.prompt()
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
