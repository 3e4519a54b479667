import type { Claims, TokenSource } from '../../spi/token-issue.ts'

/** The roles of one token while mappers work on it: names by client name; realm roles under the empty name. */
export type ResolvedRoles = Map<string, Set<string>>

export const realmContainer = ''
const byToken = new WeakMap<Claims, Promise<ResolvedRoles>>()

/** The roles that go into this token. Role mappers read them; `hardcoded role` and `role name` change them before. */
export function resolveRoles(claims: Claims, source: TokenSource): Promise<ResolvedRoles> {
  let resolved = byToken.get(claims)
  if (!resolved) {
    resolved = readRoles(source)
    byToken.set(claims, resolved)
  }
  return resolved
}

async function readRoles({ roles, realm }: TokenSource): Promise<ResolvedRoles> {
  const resolved: ResolvedRoles = new Map()
  for (const role of roles) {
    const container = await nameOfContainer(role.clientId, realm)
    if (container !== undefined) addRole(resolved, container, role.name)
  }
  return resolved
}

async function nameOfContainer(clientId: string | undefined, realm: TokenSource['realm']): Promise<string | undefined> {
  return clientId === undefined ? realmContainer : (await realm.clientById(clientId))?.client.clientId
}

export function addRole(resolved: ResolvedRoles, container: string, name: string): void {
  const names = resolved.get(container)
  if (names) names.add(name)
  else resolved.set(container, new Set([name]))
}

/** `client.role`, or a realm role's name; client names may hold dots, so the longest client name that is there wins. */
export function findRole(resolved: ResolvedRoles, text: string): { container: string; name: string } | undefined {
  for (let dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1)) {
    const [container, name] = [text.slice(0, dot), text.slice(dot + 1)]
    if (resolved.get(container)?.has(name)) return { container, name }
  }
  return resolved.get(realmContainer)?.has(text) ? { container: realmContainer, name: text } : undefined
}
