import type { Readable } from 'node:stream'
import type { Form } from './form.ts'

/** A cookie to set. Everything else (Path, Secure, HttpOnly, SameSite) has safe defaults in http/. */
export interface CookieChange {
  readonly name: string
  /** Undefined removes the cookie. */
  readonly value: string | undefined
  /** Seconds; absent for a cookie of the browser session. */
  readonly maxAge?: number
  /** Absent: the realm's path. */
  readonly path?: string
  /** False for the few that scripts must read. */
  readonly httpOnly?: boolean
  readonly sameSite?: 'lax' | 'none' | 'strict'
}

interface ReplyBase {
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly CookieChange[]
}

/** What a handler answers; http/ writes it. Handlers never touch the socket. */
export type Reply = JsonReply | EmptyReply | RedirectReply | FormReply | HtmlReply | BytesReply

/** JSON, checked against the endpoint's schema of this status. */
export interface JsonReply extends ReplyBase {
  readonly kind: 'json'
  readonly status: number
  readonly body: unknown
}
export interface EmptyReply extends ReplyBase {
  readonly kind: 'empty'
  readonly status: number
}
/** 302 after GET, 303 after POST: never 307, which would repeat a posted password (RFC 9700, section 4.12). */
export interface RedirectReply extends ReplyBase {
  readonly kind: 'redirect'
  readonly location: string
}
/** A page described as data, rendered by the realm's theme, or given as JSON to native apps. */
export interface FormReply extends ReplyBase {
  readonly kind: 'form'
  readonly status: number
  readonly form: Form
  /** Languages that more is known of than the request says: asked for by the application, set by the user. */
  readonly locales?: { readonly asked?: string | undefined; readonly user?: string | undefined }
}
/** A page that is not themed (iframes of the protocol). */
export interface HtmlReply extends ReplyBase {
  readonly kind: 'html'
  readonly status: number
  readonly html: string
  /** Who may frame the page; nobody but ourselves when absent. */
  readonly frameAncestors?: string
}
export interface BytesReply extends ReplyBase {
  readonly kind: 'bytes'
  readonly status: number
  readonly mediaType: string
  readonly body: Buffer | Readable | string
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): JsonReply => ({
  kind: 'json',
  status,
  body,
  headers,
})
export const empty = (status = 204, headers: Record<string, string> = {}): EmptyReply => ({
  kind: 'empty',
  status,
  headers,
})
export const redirect = (location: string, cookies: readonly CookieChange[] = []): RedirectReply => ({
  kind: 'redirect',
  location,
  cookies,
})
export const page = (form: Form, status = 200, cookies: readonly CookieChange[] = []): FormReply => ({
  kind: 'form',
  status,
  form,
  cookies,
})
/** 201 with the address of the new thing and no body, as Keycloak answers. */
export const created = (location: string): EmptyReply => empty(201, { location })
