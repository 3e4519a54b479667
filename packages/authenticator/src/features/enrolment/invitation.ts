import { useSyncExternalStore } from 'react'

/** What a QR code of the portal says: which server, which organisation, and a token that works once. */
export interface Invitation {
  /** Origin of the server. */
  readonly server: string
  readonly realm: string
  readonly token: string
}

/** Reads a scanned or pasted link, or the fragment of one; undefined for anything else. */
export function parseInvitation(text: string): Invitation | undefined {
  const trimmed = text.trim()
  const fragment = trimmed.startsWith('#') ? trimmed : trimmed.slice(Math.max(0, trimmed.indexOf('#')))
  if (!fragment.startsWith('#') || fragment.length > 2048) return undefined
  const fields = new URLSearchParams(fragment.slice(1).replace(/^\//, ''))
  const server = readOrigin(fields.get('server') ?? '')
  const realm = fields.get('realm') ?? ''
  const token = fields.get('token') ?? ''
  if (server === undefined || realm === '' || realm.length > 255 || !/^[\w-]{20,200}$/.test(token)) return undefined
  return { server, realm, token }
}

function readOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, origin } = new URL(text)
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined
}

/** The link that opens the authenticator of the invitation's own server. */
export function linkOf({ server, realm, token }: Invitation): string {
  return `${server}/authenticator/#${new URLSearchParams({ server, realm, token })}`
}

let opened: Invitation | undefined
const listeners = new Set<() => void>()

/** Hands a scanned invitation to the page that uses it; undefined after success. */
export function openInvitation(invitation: Invitation | undefined): void {
  opened = invitation
  for (const listener of listeners) listener()
}

/**
 * Takes the invitation out of the address bar, so that neither history nor screenshots keep its token. Call before
 * anything reads the address.
 */
export function takeInvitationFromAddress(): void {
  const invitation = parseInvitation(location.hash)
  if (invitation === undefined) return
  history.replaceState(null, '', `${location.pathname}${location.search}#/enrol`)
  openInvitation(invitation)
}

export function useOpenInvitation(): Invitation | undefined {
  return useSyncExternalStore(subscribe, () => opened)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
