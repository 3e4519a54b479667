import type { CookieChange } from '../../spi/reply.ts'
import type { RequestFacts } from '../../spi/request.ts'

const cookieName = 'KEYCLOAK_REMEMBER_ME'
const prefix = 'username:'
const yearInSeconds = 31_536_000

/** The name that this browser was told to remember. */
export function readRememberedUsername(request: RequestFacts): string | undefined {
  const value = request.cookies[cookieName]
  if (!value?.startsWith(prefix) || value.length > 1024) return undefined
  try {
    return decodeURIComponent(value.slice(prefix.length)) || undefined
  } catch {
    return undefined
  }
}

/** Remembers the name, or forgets it when undefined. */
export function rememberUsername(username: string | undefined): CookieChange {
  if (username === undefined) return { name: cookieName, value: undefined }
  return { name: cookieName, value: `${prefix}${encodeURIComponent(username)}`, maxAge: yearInSeconds }
}
