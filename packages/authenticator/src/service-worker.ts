/**
 * Keeps the shell of the app on the phone: the page, its scripts, styles, texts and icons. Answers of the server are
 * never kept: what the app knows of accounts it stores itself.
 */
declare const __SHELL_FILES__: readonly string[]
declare const __SHELL_VERSION__: string

// The DOM library types the global object as a window; a service worker is none.
interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void
}
interface WorkerFetchEvent extends WorkerEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface WorkerScope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: WorkerFetchEvent) => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}
const scope = globalThis as unknown as WorkerScope

const prefix = 'ztrust-authenticator-'
const cacheName = prefix + __SHELL_VERSION__
const base = new URL('./', scope.location.href)
const page = base.href
const shell = new Set([page, ...__SHELL_FILES__.map((name) => new URL(name, base).href)])

scope.addEventListener('install', (event) => event.waitUntil(keepShell()))
scope.addEventListener('activate', (event) => event.waitUntil(takeOver()))
scope.addEventListener('message', ({ data }) => {
  // The page asks when its user agrees: open pages still load files of the version they came from.
  if (data === 'use-new-version') void scope.skipWaiting()
})
scope.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET') return
  const url = new URL(request.url)
  url.search = ''
  url.hash = ''
  if (request.mode === 'navigate' && url.href === page) return event.respondWith(fromShell(page, request))
  if (shell.has(url.href)) return event.respondWith(fromShell(url.href, request))
  if (url.href.startsWith(`${page}assets/`)) event.respondWith(fromAssets(request))
})

async function keepShell(): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll([...shell].map((href) => new Request(href, { cache: 'reload' })))
}

async function takeOver(): Promise<void> {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith(prefix) && name !== cacheName)
  await Promise.all(old.map((name) => caches.delete(name)))
  await scope.clients.claim()
}

async function fromShell(href: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  return (await cache.match(href)) ?? fetch(request)
}

/** Fonts that were not part of the shell: their names carry a hash, so what is kept stays right. */
async function fromAssets(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}
