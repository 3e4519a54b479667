import { isSameSecret, sha256 } from '../../kernel/random.ts'
import type { ServerContext } from '../../spi/server-context.ts'

/**
 * The one-time link lives as long as this process: whoever restarts the server gets a new one. Only its hash is kept.
 */
const issued = new WeakMap<ServerContext['storage'], string>()

export function issueWelcomeToken(server: ServerContext): string {
  const token = server.random.token(256)
  issued.set(server.storage, sha256(token))
  return token
}

export function isWelcomeToken(server: ServerContext, token: string): boolean {
  const expected = issued.get(server.storage)
  return expected !== undefined && isSameSecret(expected, sha256(token))
}

/** After use the link is worthless. */
export function revokeWelcomeToken(server: ServerContext): void {
  issued.delete(server.storage)
}
