import type { Endpoint } from '@ztrust/contract/endpoint'

/** Tells which methods the address of a request has; none for an address that is none. */
export function createMethodLookup(
  declarations: readonly Pick<Endpoint, 'method' | 'path'>[],
): (url: string) => readonly string[] {
  const methodsOf = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>()
  for (const { method, path } of declarations) {
    const known = methodsOf.get(path) ?? { pattern: toPattern(path), methods: new Set() }
    known.methods.add(method)
    methodsOf.set(path, known)
  }
  return (url) => {
    const path = url.split('?', 1)[0] ?? ''
    return [...methodsOf.values()].flatMap(({ pattern, methods }) => (pattern.test(path) ? [...methods] : []))
  }
}

/** A last parameter called `path` takes the rest of the address, slashes included. */
function toPattern(path: string): RegExp {
  const parts = path.split(/(\{[^}]+\})/).map((part) => {
    if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return part === '{path}' ? '.*' : '[^/]+'
  })
  return new RegExp(`^${parts.join('')}/?$`)
}
